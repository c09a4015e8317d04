import assert from "node:assert/strict";
import {
  type Answer,
  barsLine,
  bytes,
  drip,
  generate,
  GENERATE_OPTIONS,
  JOB_ID,
  json,
  lines,
  listen,
  midiAnswer,
  mlClientOf,
  resultLine,
  SONGS,
  startMlService,
  status,
} from "../support/ml_service.ts";
import { simpleMidi } from "../support/simple_piece.ts";

Deno.test("client sends the songs, the options and who asks", async () => {
  await using service = await startMlService(midiAnswer());
  await generate(mlClientOf(service.url, { apiKey: "a key" }));
  const { method, path, headers, body } = service.received[0]!;
  assert.deepEqual([method, path], ["POST", "/generate"]);
  assert.equal(headers.authorization, "Bearer a key");
  assert.equal(headers["idempotency-key"], JOB_ID);
  assert.equal(headers.accept, "application/x-ndjson, application/json");
  assert.equal(headers["content-type"], "application/json");
  assert.match(
    String(headers.traceparent),
    /^00-5b0c1f8e6f0e4d0b9c5d2f1f6a3f9d11-[0-9a-f]{16}-01$/,
  );
  assert.deepEqual(JSON.parse(body), {
    midi_files: SONGS.map((song) => song.toBase64()),
    options: GENERATE_OPTIONS,
  });
});

Deno.test("client keeps the path of the base URL and leaves out a key it does not have", async () => {
  await using service = await startMlService(midiAnswer());
  await generate(mlClientOf(`${service.url}/v1/`));
  assert.equal(service.received[0]!.path, "/v1/generate");
  assert.equal(service.received[0]!.headers.authorization, undefined);
});

Deno.test("client leaves traceparent to a runtime that sends it", async () => {
  await using service = await startMlService(midiAnswer());
  await generate(mlClientOf(service.url, { hasOwnTracing: true }));
  assert.equal(service.received[0]!.headers.traceparent, undefined);
});

Deno.test("client takes a plain JSON answer with its report", async () => {
  await using service = await startMlService(
    json({ midi_data: simpleMidi().toBase64(), report: { key: "C major" } }),
  );
  const result = await generate(mlClientOf(service.url));
  assert.deepEqual(result, { midi: simpleMidi(), report: { key: "C major" } });
});

Deno.test("client takes the bare bytes of a MIDI file", async () => {
  await using service = await startMlService(bytes("audio/midi", simpleMidi()));
  assert.deepEqual((await generate(mlClientOf(service.url))).midi, simpleMidi());
});

Deno.test("client passes on bars and progress of a stream as they come", async () => {
  const note = [0, 0.5, 60, 90, 0, 2];
  await using service = await startMlService(lines(
    { type: "progress", progress: 0.1, message: "Form" },
    {
      ...barsLine(0, [note]),
      tracks: [{ name: "Lead\u0000", role: "melody", program: 0, is_drums: false }],
    },
    barsLine(1),
    resultLine(),
  ));
  const heard = listen();
  const { midi } = await generate(mlClientOf(service.url), heard);
  assert.deepEqual(midi, simpleMidi());
  assert.deepEqual(heard.progress, [0.1]);
  assert.deepEqual(heard.bars.map(({ start_bar }) => start_bar), [0, 1]);
  assert.deepEqual(heard.bars[0]!.notes, [note]);
  assert.equal(heard.bars[0]!.tracks![0]!.name, "Lead ", "control characters are taken out");
});

Deno.test("client reads a stream whose lines come in pieces of one byte", async () => {
  const text = `${JSON.stringify(barsLine(0))}\n\n${JSON.stringify(resultLine())}`;
  await using service = await startMlService(drip("application/x-ndjson; charset=utf-8", text, 0));
  const heard = listen();
  assert.deepEqual((await generate(mlClientOf(service.url), heard)).midi, simpleMidi());
  assert.equal(heard.bars.length, 1);
});

Deno.test("client does not repeat bars or go back when a stream is tried again", async () => {
  await using service = await startMlService(
    lines({ type: "progress", progress: 0.5 }, barsLine(0), barsLine(1)),
    lines(
      { type: "progress", progress: 0.2 },
      barsLine(0),
      barsLine(1),
      barsLine(2),
      { type: "progress", progress: 0.9 },
      resultLine(),
    ),
  );
  const heard = listen();
  await generate(mlClientOf(service.url), heard);
  assert.deepEqual(heard.bars.map(({ start_bar }) => start_bar), [0, 1, 2]);
  assert.deepEqual(heard.progress, [0.5, 0.9]);
});

Deno.test("client drops a report that no database could keep, not the music", async () => {
  await using service = await startMlService(
    json({ midi_data: simpleMidi().toBase64(), report: { text: "a\u0000b" } }),
  );
  assert.equal((await generate(mlClientOf(service.url))).report, undefined);
});

Deno.test("client keeps a report of 32 levels and drops a deeper one, at any depth", async () => {
  const service = (levels: number): Answer => (response) => {
    const report = '{"a":'.repeat(levels) + "1" + "}".repeat(levels);
    response.setHeader("content-type", "application/json")
      .end(`{"midi_data":"${simpleMidi().toBase64()}","report":${report}}`);
  };
  await using server = await startMlService(service(32), service(33), service(100_000));
  const client = mlClientOf(server.url);
  assert.notEqual((await generate(client)).report, undefined);
  assert.equal((await generate(client)).report, undefined);
  assert.equal((await generate(client)).report, undefined);
});

Deno.test("client passes an error of its listener through and does not try again", async () => {
  await using service = await startMlService(lines(barsLine(0), resultLine()));
  const own = new Error("The frame log is full");
  const { call } = listen();
  const failing = {
    ...call,
    onBars: () => {
      throw own;
    },
  };
  const client = mlClientOf(service.url, { breaker: { maxFailures: 1, openMs: 60_000 } });
  await assert.rejects(client.generate(SONGS, GENERATE_OPTIONS, failing), own);
  assert.equal(service.received.length, 1);
  assert.equal(client.isBreakerOpen, false);
});

Deno.test("client finds a healthy service, even one with nothing to say", async () => {
  await using service = await startMlService((response) => response.end());
  await mlClientOf(service.url).health(new AbortController().signal);
  assert.deepEqual([service.received[0]!.method, service.received[0]!.path], ["GET", "/health"]);
});

Deno.test("client tells when a service is not healthy", async () => {
  await using service = await startMlService(status(500));
  await assert.rejects(mlClientOf(service.url).health(new AbortController().signal), {
    code: "ml_unavailable",
  });
});

Deno.test("client lets others have their turn while it reads lines that came all at once", async () => {
  const progress = JSON.stringify({ type: "progress", progress: 0.5 });
  const text = `${`${progress}\n`.repeat(40_000)}${JSON.stringify(resultLine())}\n`;
  const headers = { "content-type": "application/x-ndjson" };
  const client = mlClientOf("http://engine.internal", {
    fetch: () => Promise.resolve(new Response(text, { headers })),
  });
  let turns = 0;
  const turning = setInterval(() => turns++, 0);
  const turnsSeen: number[] = [];
  const { call } = listen();
  await client.generate(SONGS, GENERATE_OPTIONS, {
    ...call,
    onProgress: () => turnsSeen.push(turns),
  });
  clearInterval(turning);
  assert.ok(turnsSeen.at(-1)! > turnsSeen[0]!);
});
