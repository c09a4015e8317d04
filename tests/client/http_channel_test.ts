import assert from "node:assert/strict";
import { FIRST_BYTE_TIMEOUT_MS, STREAM_SILENCE_TIMEOUT_MS } from "../../src/client/event_stream.ts";
import {
  HttpChannel,
  MAX_LONG_REQUESTS,
  MIN_POLL_PAUSE_MS,
  SHORT_POLL_MS,
  STREAMS_BLOCKED_MS,
} from "../../src/client/http_channel.ts";
import { WAIT_SECONDS } from "../../src/client/long_poll.ts";
import { REQUEST_TIMEOUT_MS } from "../../src/client/pending_requests.ts";
import { Refusal } from "../../src/client/refusal.ts";
import { Unreachable } from "../../src/client/unreachable.ts";
import type { Frame, Job } from "../../src/client/wire.ts";
import { settle } from "../support/settle.ts";
import { SAMPLE_JOB_ID, sampleFrame, sampleJob } from "../support/sample_job.ts";
import {
  problemAnswer,
  type Routes,
  ScriptedServer,
  scriptedStream,
} from "../support/scripted_server.ts";

const stage = (seq: number) => sampleFrame("stage", seq, { stage: "generating" });
const event = (frame: Frame) => `id: ${frame.seq}\ndata: ${JSON.stringify(frame)}\n\n`;
const never = () => new Promise<Response>(() => {});
const found = () => Response.json(sampleJob());
const unchanged = () => new Response(null, { status: 304 });

/** A watch of the sample job, and what it has heard. */
async function watchingWorld(routes: Routes, { after = 0 } = {}) {
  const server = new ScriptedServer(routes);
  const channel = new HttpChannel(server.ports());
  const jobs: Job[] = [];
  const frames: Frame[] = [];
  const errors: Error[] = [];
  const stop = channel.watch(SAMPLE_JOB_ID, after, {
    onJob: (job) => jobs.push(job),
    onFrame: (frame) => frames.push(frame),
    onError: (error) => errors.push(error),
  });
  await settle();
  return { server, channel, jobs, frames, errors, stop };
}

function seqsOf(frames: readonly Frame[]): number[] {
  return frames.map(({ seq }) => seq);
}

Deno.test("a watch tells the job and then the frames of its events", async () => {
  const stream = scriptedStream();
  const { jobs, frames, server, stop } = await watchingWorld({
    status: found,
    events: stream.respond,
  });
  stream.write(`retry: 2000\n\n${event(stage(1))}${event(stage(2))}`);
  await settle();
  assert.equal(jobs.length, 1);
  assert.deepEqual(seqsOf(frames), [1, 2]);
  assert.equal(server.calls[1]?.headers.get("Last-Event-ID"), null);
  stop();
});

Deno.test("a stream that breaks goes on after the last stored frame, as soon as the server asks", async () => {
  const streams = [scriptedStream(), scriptedStream()];
  let opened = 0;
  const { frames, server, stop } = await watchingWorld({
    status: found,
    events: (call) => streams[opened++]!.respond(call),
  });
  streams[0]!.write(`retry: 2000\n\n${event(stage(1))}`);
  await settle();
  streams[0]!.end();
  await settle();
  await server.advance(999);
  assert.equal(opened, 1);
  await server.advance(1);
  assert.equal(opened, 2);
  assert.equal(server.calls.at(-1)?.headers.get("Last-Event-ID"), "1");
  streams[1]!.write(event(stage(1)) + event(stage(2)));
  await settle();
  assert.deepEqual(seqsOf(frames), [1, 2]);
  stop();
});

Deno.test("a stream that has fallen silent is left for another", async () => {
  const streams = [scriptedStream(), scriptedStream()];
  let opened = 0;
  const { server, stop } = await watchingWorld({
    status: found,
    events: (call) => streams[opened++]!.respond(call),
  });
  streams[0]!.write(":\n\n");
  await settle();
  await server.advance(STREAM_SILENCE_TIMEOUT_MS - 1);
  assert.equal(opened, 1);
  await server.advance(1);
  await server.advance(MIN_POLL_PAUSE_MS);
  assert.equal(opened, 2);
  stop();
});

Deno.test("a stream that is held back gives way to long poll, and is tried again later", async () => {
  const log = [stage(1), stage(2)];
  const news = [tagged(sampleJob({ seq: 2 }), '"a"')];
  const { server, frames, stop } = await watchingWorld({
    status: ({ path }) => path.includes("?") ? news.shift() ?? unchanged() : found(),
    events: never,
    frames: () => Response.json({ frames: log.splice(0) }),
  });
  assert.deepEqual(server.asked, ["status", "events"]);
  await server.advance(FIRST_BYTE_TIMEOUT_MS);
  assert.deepEqual(server.asked.slice(2), ["status", "frames"]);
  assert.match(server.calls[2]!.path, new RegExp(`\\?wait=${WAIT_SECONDS}&after=0$`));
  assert.deepEqual(frames.map(({ type }) => type), ["stage", "stage", "queued"]);
  await server.advance(MIN_POLL_PAUSE_MS);
  assert.equal(server.calls.at(-1)?.headers.get("If-None-Match"), '"a"');
  await server.advance(STREAMS_BLOCKED_MS);
  assert.deepEqual(server.asked.slice(-2), ["status", "events"]);
  assert.equal(server.calls.at(-1)?.headers.get("Last-Event-ID"), "2");
  stop();
});

Deno.test("an answer that is no stream gives way to long poll at once", async () => {
  const answers = [found(), never()];
  const { server, stop } = await watchingWorld({
    status: () => answers.shift()!,
    events: () => new Response("<html>Please log in</html>"),
  });
  assert.deepEqual(server.asked, ["status", "events", "status"]);
  stop();
});

Deno.test("long poll shows how far the job is, as a stream would", async () => {
  const running = sampleJob({ status: "running", seq: 1, progress: 40, queuePosition: null });
  const answers = [found(), tagged(running, '"a"'), unchanged(), never()];
  const { server, frames, stop } = await watchingWorld({
    status: () => answers.shift()!,
    events: () => new Response("no stream"),
    frames: () => Response.json({ frames: [stage(1)] }),
  });
  await server.advance(MIN_POLL_PAUSE_MS);
  assert.deepEqual(frames.map(({ type }) => type), ["stage", "progress"]);
  stop();
});

Deno.test("a job that is not there is told of, and asked for no more", async () => {
  const { server, errors } = await watchingWorld({
    status: () => problemAnswer(404, "not_found"),
  });
  assert.ok(errors[0] instanceof Refusal);
  await server.advance(60_000);
  assert.deepEqual(server.asked, ["status"]);
});

Deno.test("a server that is away is asked again, later with each failure, and at once when woken", async () => {
  const { server, channel, errors, stop } = await watchingWorld({
    status: () => problemAnswer(503, "not_ready"),
  });
  await server.advance(250);
  await server.advance(250);
  assert.equal(server.calls.length, 3);
  channel.wake();
  await settle();
  assert.equal(server.calls.length, 4);
  assert.deepEqual(errors, []);
  stop();
});

Deno.test("a stream under way begins again when the network may be another", async () => {
  const streams = [scriptedStream(), scriptedStream()];
  let opened = 0;
  const { server, channel, frames, stop } = await watchingWorld({
    status: found,
    events: (call) => streams[opened++]!.respond(call),
  });
  streams[0]!.write(event(stage(1)));
  await settle();
  channel.wake();
  await settle();
  assert.equal(opened, 2);
  assert.equal(server.calls.at(-1)?.headers.get("Last-Event-ID"), "1");
  streams[1]!.write(event(stage(2)));
  await settle();
  assert.deepEqual(seqsOf(frames), [1, 2]);
  stop();
});

Deno.test("a request that nobody answers is made again, for a minute at most", async () => {
  let isAway = true;
  const server = new ScriptedServer({
    songs: () =>
      isAway
        ? Promise.reject(new TypeError("refused"))
        : Response.json({ songs: [], nextCursor: null }),
  });
  const channel = new HttpChannel(server.ports());
  const answered = channel.search({ q: "grillo", limit: 5 }, new AbortController().signal);
  await server.advance(250);
  isAway = false;
  await server.advance(250);
  assert.deepEqual(await answered, { songs: [], nextCursor: null });

  isAway = true;
  const unanswered = channel.search({ q: "grillo", limit: 5 }, new AbortController().signal);
  unanswered.catch(() => {});
  for (let ms = 0; ms < REQUEST_TIMEOUT_MS; ms += 250) await server.advance(250);
  await assert.rejects(unanswered, Unreachable);
  assert.equal(server.clock.pendingTimers, 0);
});

Deno.test("a request that meets a server on its way out is made again at the next", async () => {
  const answers = [
    () => problemAnswer(503, "draining"),
    () => new Response("Bad Gateway", { status: 502 }),
    () => Response.json({ songs: [], nextCursor: null }),
  ];
  const server = new ScriptedServer({ songs: () => answers.shift()!() });
  const songs = new HttpChannel(server.ports()).search(
    { q: "grillo", limit: 5 },
    new AbortController().signal,
  );
  await settle();
  await server.advance(250);
  await server.advance(250);
  assert.deepEqual(await songs, { songs: [], nextCursor: null });
});

Deno.test("a request that is refused is not made again", async () => {
  const server = new ScriptedServer({ songs: () => problemAnswer(503, "not_ready") });
  const channel = new HttpChannel(server.ports());
  await assert.rejects(
    channel.search({ q: "grillo", limit: 5 }, new AbortController().signal),
    Refusal,
  );
  assert.equal(server.calls.length, 1);
});

Deno.test("watches beyond a few ask now and then", async () => {
  const server = new ScriptedServer({ status: found, events: never });
  const channel = new HttpChannel(server.ports());
  const watcher = { onJob: () => {}, onFrame: () => {}, onError: () => {} };
  const stops = Array.from(
    { length: MAX_LONG_REQUESTS + 1 },
    () => channel.watch(SAMPLE_JOB_ID, 0, watcher),
  );
  await settle();
  const short = () => server.calls.filter(({ path }) => path.includes("?wait=0")).length;
  assert.equal(server.asked.filter((route) => route === "events").length, MAX_LONG_REQUESTS);
  assert.equal(short(), 1);
  await server.advance(SHORT_POLL_MS);
  assert.equal(short(), 2);
  for (const stop of stops) stop();
});

Deno.test("a watch that the server has no room for asks now and then", async () => {
  const { server, frames, stop } = await watchingWorld({
    status: ({ path }) => {
      if (path.includes(`wait=${WAIT_SECONDS}`)) return problemAnswer(429, "too_many_sockets");
      return path.includes("?") ? Response.json(sampleJob({ seq: 1 })) : found();
    },
    events: () => problemAnswer(429, "too_many_sockets"),
    frames: ({ path }) => Response.json({ frames: path.endsWith("=0") ? [stage(1)] : [] }),
  });
  assert.deepEqual(server.asked, ["status", "events", "status", "status", "frames"]);
  assert.deepEqual(frames.map(({ type }) => type), ["stage", "queued"]);
  await server.advance(SHORT_POLL_MS);
  assert.match(server.calls.at(-1)!.path, /wait=0/);
  stop();
});

Deno.test("a watch that is stopped asks for nothing more and leaves no timer", async () => {
  const { server, stop, frames } = await watchingWorld({
    status: () => problemAnswer(503, "not_ready"),
  });
  stop();
  await settle();
  assert.equal(server.clock.pendingTimers, 0);
  assert.deepEqual(frames, []);
});

function tagged(job: Job, etag: string): Response {
  return Response.json(job, { headers: { ETag: etag } });
}
