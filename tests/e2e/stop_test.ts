import assert from "node:assert/strict";
import { join } from "node:path";
import { openDatabase } from "../../src/storage/postgres/database.ts";
import {
  call,
  findJob,
  postJson,
  problemIn,
  SONGS,
  submit,
  waitForEnd,
} from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { readEvents } from "../support/event_reader.ts";
import { barsLine, bytes, lines, resultLine, startMlService } from "../support/ml_service.ts";
import { runServer, type ServerProgram } from "../support/program.ts";
import { RawConnection } from "../support/raw_connection.ts";
import { silentMp3 } from "../support/silent_mp3.ts";
import { type JobFrame, SocketClient } from "../support/socket_client.ts";

/** The first two bars, and then nothing more. */
const STUCK = lines(barsLine(0), barsLine(1), undefined);
const WHOLE = lines(barsLine(0), barsLine(1), resultLine());
const MP3 = bytes("audio/mpeg", silentMp3(80));

const DRAIN_MS = 30_000;
/** What a busy machine adds to "at once". */
const AT_ONCE_MS = 5_000;

async function submitTo(server: ServerProgram, options: object = {}) {
  const socket = await SocketClient.open(server.url);
  socket.send({ type: "generate", id: "1", songs: SONGS, options });
  const { job } = await socket.next("accepted");
  return { socket, jobId: job.jobId };
}

async function watch(server: ServerProgram, jobId: string, after: number): Promise<SocketClient> {
  const socket = await SocketClient.open(server.url);
  socket.send({ type: "subscribe", id: "1", jobId, after });
  await socket.next("subscribed");
  return socket;
}

async function failuresOf(dataDir: string, jobId: string): Promise<number> {
  await using database = await openDatabase({ databaseUrl: undefined, dataDir });
  const [row] = await database.sql`select failures from jobs where job_id = ${jobId}`;
  return row!.failures;
}

/** Draining may take most of its time: the job does not end by itself. */
Deno.test("a stop gives a running job back, and the next start completes it", async () => {
  await using folder = await newDataDir();
  await using ml = await startMlService(STUCK, WHOLE, MP3);
  const env = { DATA_DIR: folder.path, ML_MODEL_URL: ml.url };
  await using first = await runServer(env);
  const { socket, jobId } = await submitTo(first);
  await using _ = socket;
  await socket.next("bars", ({ startBar }) => startBar === 1);
  const stoppedAt = performance.now();
  first.kill("SIGTERM");
  const { retryAfterMs } = await socket.next("going_away");
  assert.ok(retryAfterMs >= 0 && retryAfterMs <= 5_000);
  await assertDraining(first, socket);
  assert.equal(await socket.closed, 1001);
  assert.equal(await first.exit, 0);
  assert.ok(performance.now() - stoppedAt < DRAIN_MS);
  assert.equal(await failuresOf(folder.path, jobId), 0);
  const seen = socket.storedFrames(jobId);

  await using second = await runServer(env);
  await using later = await watch(second, jobId, seen.at(-1)!.seq);
  const { job } = await later.next("completed");
  assert.equal(job.attempt, 2);
  const all = [...seen, ...later.storedFrames(jobId)];
  assertSteps(all, ["started", "bars", "bars", "interrupted", "started", "bars", "bars"]);
  assert.deepEqual(all, await readEvents(second.url, jobId));
});

async function assertDraining(server: ServerProgram, socket: SocketClient): Promise<void> {
  const problem = await problemIn(await call(`${server.url}/api/health/ready`));
  assert.deepEqual([problem.status, problem.code], [503, "draining"]);
  const refused = await postJson(`${server.url}/api/generate`, { songs: SONGS });
  assert.ok(Number(refused.headers.get("Retry-After")) > 0);
  assert.equal((await problemIn(refused)).code, "draining");
  socket.send({ type: "generate", id: "2", songs: SONGS });
  assert.equal((await socket.next("error")).error.code, "draining");
  const alive = await call(`${server.url}/api/health/live`);
  assert.equal(alive.status, 200);
  await alive.body?.cancel();
}

/** What happened beside the stages, up to the outputs and the end, in order of growing `seq`. */
function assertSteps(frames: readonly JobFrame[], expected: readonly string[]): void {
  const types = frames.map(({ type }) => type).filter((type) => type !== "stage");
  assert.deepEqual(types, [...expected, "output", "output", "completed"]);
  const seqs = frames.map(({ seq }) => seq);
  assert.deepEqual(seqs, [...new Set(seqs)].toSorted((a, b) => a - b));
}

Deno.test("a stop ends event streams whole, so that their readers come back", async () => {
  await using folder = await newDataDir();
  await using server = await runServer({ DATA_DIR: folder.path, WORKERS: "0" });
  const { socket, jobId } = await submitTo(server);
  await using _ = socket;
  const { body } = await call(`${server.url}/api/jobs/${jobId}/events`);
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  assert.match((await reader.read()).value!, /^retry: /);
  server.kill("SIGTERM");
  while (!(await reader.read()).done);
  assert.equal(await server.exit, 0);
});

Deno.test("a second signal more than a second after the first ends the server at once", async () => {
  await using folder = await newDataDir();
  await using ml = await startMlService(STUCK, WHOLE, MP3);
  const env = { DATA_DIR: folder.path, ML_MODEL_URL: ml.url };
  await using first = await runServer(env);
  const { socket, jobId } = await submitTo(first);
  await using _ = socket;
  await socket.next("bars");
  first.kill("SIGINT");
  await socket.next("going_away");
  first.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.equal((await findJob(first.url, jobId)).status, "running");
  const signalledAt = performance.now();
  first.kill("SIGINT");
  assert.equal(await first.exit, 1);
  assert.ok(performance.now() - signalledAt < AT_ONCE_MS);

  await using second = await runServer(env);
  const job = await waitForEnd(second.url, { jobId });
  assert.deepEqual([job.status, job.attempt], ["completed", 2]);
});

Deno.test("clients that wait, read slowly or never hang up do not hold up a stop", async () => {
  await using folder = await newDataDir();
  await using server = await runServer({ DATA_DIR: folder.path, WORKERS: "0" });
  const { jobId } = await submit(server.url);
  const port = Number(new URL(server.url).port);
  const poll = call(`${server.url}/api/status/${jobId}?wait=30&after=0`);
  const events = (await call(`${server.url}/api/jobs/${jobId}/events`)).text();
  using mute = (await RawConnection.upgrade(port)).connection;
  using half = await RawConnection.open(port);
  await half.write("POST /api/generate HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{");
  using idle = await RawConnection.open(port);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stoppedAt = performance.now();
  server.kill("SIGTERM");
  assert.match(await events, /^retry: /);
  const answer = await poll.catch(() => undefined);
  await answer?.body?.cancel();
  assert.equal(await mute.readCloseCode(), 1001);
  assert.equal(await server.exit, 0);
  assert.ok(performance.now() - stoppedAt < 2 * AT_ONCE_MS);
  assert.equal(server.stderr(), "");
  assert.equal(await idle.readRest(), "");
});

Deno.test("a server killed twice in a blend completes it, and its watcher misses nothing", async () => {
  await using folder = await newDataDir();
  const env = { DATA_DIR: folder.path };
  const seen: JobFrame[] = [];

  await using first = await runServer(env);
  const { socket, jobId } = await submitTo(first, { lengthSeconds: 120 });
  await socket.next("bars");
  await kill(first, socket);
  seen.push(...socket.storedFrames(jobId));

  await using second = await runServer(env);
  const again = await watch(second, jobId, seen.at(-1)!.seq);
  await again.next("stage", ({ stage }) => stage === "converting");
  await kill(second, again);
  seen.push(...again.storedFrames(jobId));

  await using third = await runServer(env);
  await using last = await watch(third, jobId, seen.at(-1)!.seq);
  const { job } = await last.next("completed");
  seen.push(...last.storedFrames(jobId));

  assert.equal(job.attempt, 3);
  assert.deepEqual(seen, await readEvents(third.url, jobId));
  const ends = seen.filter(({ type }) => type === "started" || type === "interrupted");
  assert.deepEqual(
    ends.map(({ type, seq }) => [type, Math.floor(seq / 1_000_000)]),
    [["started", 1], ["interrupted", 1], ["started", 2], ["interrupted", 2], ["started", 3]],
  );
  assert.deepEqual(job.outputs.map(({ kind }) => kind), ["midi", "mp3"]);
  const files = await Array.fromAsync(Deno.readDir(join(folder.path, "objects/files", jobId)));
  const ids = job.outputs.map(({ fileId, kind }) => `${fileId}.${kind === "midi" ? "mid" : kind}`);
  assert.deepEqual(files.map(({ name }) => name).toSorted(), ids.toSorted());
});

/** Ends a server in the middle of whatever it does. */
async function kill(server: ServerProgram, socket: SocketClient): Promise<void> {
  server.kill("SIGKILL");
  await server.exit;
  await socket.closed;
}
