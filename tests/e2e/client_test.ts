import assert from "node:assert/strict";
import { WebSocket as WsSocket } from "ws";
import { type Client, type ClientStatus, connect, type Frame } from "../../src/client/connect.ts";
import { Refusal } from "../../src/client/refusal.ts";
import { isStored } from "../../src/jobs/frame.ts";
import { SONGS } from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { readEvents } from "../support/event_reader.ts";
import { eventually } from "../support/eventually.ts";
import { startMeddlingProxy } from "../support/meddling_proxy.ts";
import { type Answer, barsLine, bytes, resultLine, startMlService } from "../support/ml_service.ts";
import { runServer } from "../support/program.ts";
import { silentMp3 } from "../support/silent_mp3.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

const REQUEST = { songs: SONGS, options: { lengthSeconds: 15 } };
const NOTE = [0, 0.5, 60, 100, 0, 2];
const TIMEOUT_MS = 60_000;
const REPORT = { key: "C major", bars: 3 };
const BARS = 40;

Deno.test("the client library in networks of every kind", async (t) => {
  await using folder = await newDataDir();
  const composer = createComposer();
  await using ml = await startMlService(composer.answer);
  const env = { DATA_DIR: folder.path, ML_MODEL_URL: ml.url, GENERATE_LIMIT: "1000" };
  await using server = await runServer(env);
  const { url } = server;

  /** Blends, makes trouble in the middle, and compares what came with the log. */
  async function assertAllComes(client: Client, makeTrouble: () => unknown): Promise<void> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    composer.stop();
    const { jobId } = await client.generate(REQUEST, { signal });
    const watch = client.watch(jobId, { signal });
    const frames: Frame[] = [];
    for await (const frame of watch) {
      if (frame.type === "bars" && !frames.some(({ type }) => type === "bars")) {
        await makeTrouble();
        composer.goOn();
      }
      frames.push(frame);
    }
    const stored = frames.filter(({ type }) => isStored(type));
    assert.deepEqual(stored, await readEvents(url, jobId));
    assert.equal(stored.filter(({ type }) => type === "bars").length, BARS);
    assert.deepEqual(watch.job, (stored.at(-1) as Frame & { type: "completed" }).job);
    assert.equal(watch.seq, stored.at(-1)!.seq);
  }

  await t.step("pages of songs follow each other, over the socket and plain HTTP", async () => {
    using client = connect(url);
    await untilStatus(client, "open");
    const filter = { hasDrums: true, maxTempoBpm: 150, limit: 5 };
    const all = await client.search("", { ...filter, limit: 100 });
    assert.ok(all.length > 6 && all.every(({ hasDrums, tempoBpm }) => hasDrums && tempoBpm <= 150));
    const first = await client.songs("", filter);
    const second = await client.songs("", { ...filter, cursor: first.nextCursor! });
    const query = `hasDrums=true&maxTempoBpm=150&limit=5&cursor=${first.nextCursor}`;
    assert.deepEqual(await (await fetch(`${url}/api/songs?${query}`)).json(), second);
    assert.deepEqual([...first.songs, ...second.songs], all.slice(0, 10));
  });

  await t.step("a WebSocket that is cut goes on where it was", async () => {
    await using proxy = await startTcpProxy(Number(new URL(url).port));
    const statuses: ClientStatus[] = [];
    using client = connect(`http://127.0.0.1:${proxy.port}`, {
      onStatus: (status) => statuses.push(status),
    });
    await assertAllComes(client, () => proxy.drop());
    assert.deepEqual(statuses.slice(0, 3), ["connecting", "open", "waiting"]);
  });

  await t.step("events do where no WebSocket gets through, also over a break", async () => {
    await using proxy = await startMeddlingProxy(url);
    proxy.letsSocketsThrough = false;
    using client = connect(proxy.url);
    await untilStatus(client, "http");
    await assertAllComes(client, () => proxy.drop());
    const streams = proxy.asked.filter((path) => path.endsWith("/events"));
    assert.ok(streams.length >= 2, proxy.asked.join("\n"));
    assert.ok(!proxy.asked.some((path) => path.includes("/frames")));
  });

  await t.step("long poll does where streams are held back as well", async () => {
    await using proxy = await startMeddlingProxy(url);
    proxy.letsSocketsThrough = false;
    proxy.letsStreamsThrough = false;
    using client = connect(proxy.url);
    await untilStatus(client, "http");
    await assertAllComes(client, () => proxy.drop());
    assert.ok(proxy.asked.some((path) => path.includes("/frames?after=")));
  });

  await t.step("a watch moves to the WebSocket as soon as one gets through", async () => {
    await using proxy = await startMeddlingProxy(url);
    proxy.letsSocketsThrough = false;
    using client = connect(proxy.url);
    await untilStatus(client, "http");
    await assertAllComes(client, async () => {
      proxy.letsSocketsThrough = true;
      client.reconnect();
      await untilStatus(client, "open");
    });
    assert.equal(client.status, "open");
  });

  await t.step("a job stays one's own over a break, and another's is not found", async () => {
    using client = connect(url);
    using other = connect(url);
    composer.stop();
    const { jobId } = await client.generate(REQUEST);
    client.reconnect();
    await assert.rejects(
      other.cancel(jobId),
      (error) => error instanceof Refusal && error.code === "not_found",
    );
    await client.cancel(jobId);
    const watch = client.watch(jobId);
    await Array.fromAsync(watch);
    assert.equal(watch.job?.status, "cancelled");
    composer.goOn();
    await client.retry(jobId);
    const frames = await Array.fromAsync(client.watch(jobId));
    assert.deepEqual(frames.filter(({ type }) => isStored(type)), await readEvents(url, jobId));
    assert.equal(frames.at(-1)?.type, "completed");
    assert.deepEqual((await client.jobs()).jobs.map((job) => job.jobId), [jobId]);
    assert.deepEqual(await other.report(jobId), REPORT);
  });

  await t.step("a class like WebSocket will do where there is none", async () => {
    using client = connect(url, { WebSocket: WsSocket });
    await assertAllComes(client, () => {});
    assert.equal(client.status, "open");
  });
});

async function untilStatus(client: Client, status: ClientStatus): Promise<void> {
  await eventually(() => assert.equal(client.status, status), { everyMs: 10 });
}

/** An ML service that waits after its first bars, until it is told to go on. */
function createComposer() {
  let gate = Promise.withResolvers<void>();
  const convert = bytes("audio/mpeg", silentMp3(50));
  const answer: Answer = async (response, request) => {
    if (request.path !== "/generate") return void convert(response, request);
    const say = (line: unknown) => response.write(`${JSON.stringify(line)}\n`);
    response.setHeader("content-type", "application/x-ndjson");
    say({ type: "progress", progress: 0.1 });
    say(barsLine(0, [NOTE]));
    await gate.promise;
    for (let bar = 1; bar < BARS; bar++) {
      say(barsLine(bar, [NOTE]));
      say({ type: "progress", progress: bar / BARS });
    }
    response.end(`${JSON.stringify({ ...resultLine(), report: REPORT })}\n`);
  };
  return {
    answer,
    stop: () => void (gate = Promise.withResolvers()),
    goOn: () => gate.resolve(),
  };
}
