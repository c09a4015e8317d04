import assert from "node:assert/strict";
import { MAX_BUFFERED_FRAMES } from "../../src/client/frame_buffer.ts";
import { JobWatch, type WatchOptions } from "../../src/client/job_watch.ts";
import { Unreachable } from "../../src/client/unreachable.ts";
import type { Frame, Job } from "../../src/client/wire.ts";
import { settle } from "../support/settle.ts";
import { attemptSeq, SAMPLE_JOB_ID, sampleFrame, sampleJob } from "../support/sample_job.ts";
import { ScriptedWatches } from "../support/scripted_watches.ts";

const NEVER = new AbortController().signal;

const stage = (seq: number) => sampleFrame("stage", seq, { stage: "generating" });
const started = (attempt: number) => sampleFrame("started", attemptSeq(attempt), { attempt });

function progress(seq: number, percent: number): Frame {
  const payload = { progress: percent, progressBasis: "reported", eta: null } as const;
  return sampleFrame("progress", seq, { ...payload, stage: "generating" });
}

function end(status: "completed" | "failed", seq: number): Frame {
  return sampleFrame(status, seq, { job: sampleJob({ status, seq }) });
}

function createWorld({ signal = NEVER, ...options }: WatchOptions = {}) {
  const channel = new ScriptedWatches();
  const watch = new JobWatch(channel, SAMPLE_JOB_ID, { ...options, signal });
  return { channel, watch };
}

/** The same, with all it gives gathered as it comes. */
async function readingWorld(options?: WatchOptions) {
  const { channel, watch } = createWorld(options);
  const frames: Frame[] = [];
  const over = (async () => {
    for await (const frame of watch) frames.push(frame);
  })();
  await settle();
  return { channel, watch, frames, over };
}

function seqsOf(frames: readonly Frame[]): number[] {
  return frames.map(({ seq }) => seq);
}

Deno.test("watch asks for nothing before its first frame is", async () => {
  const { channel, watch } = createWorld({ after: 3 });
  assert.equal(channel.all.length, 0);
  void watch.next();
  await settle();
  assert.equal(channel.current.after, 3);
  await watch.return();
});

Deno.test("watch ends after the last frame of the job and lets go of it", async () => {
  const { channel, watch, frames, over } = await readingWorld();
  channel.current.job(sampleJob());
  channel.current.say(started(1), stage(attemptSeq(1) + 1), end("completed", attemptSeq(1) + 2));
  await over;
  assert.deepEqual(seqsOf(frames), [0, 1, 2].map((place) => attemptSeq(1) + place));
  assert.equal(watch.job?.status, "completed");
  assert.equal(channel.current.isStopped, true);
  assert.deepEqual(await watch.next(), { done: true, value: undefined });
});

Deno.test("watch of a finished job gives its whole log", async () => {
  const { channel, frames, over } = await readingWorld();
  channel.current.job(sampleJob({ status: "completed", seq: 3 }));
  channel.current.say(stage(1), stage(2), end("completed", 3));
  await over;
  assert.deepEqual(seqsOf(frames), [1, 2, 3]);
});

Deno.test("watch that has the last frame of a finished job ends at once", async () => {
  const { channel, frames, over } = await readingWorld({ after: 3 });
  channel.current.job(sampleJob({ status: "completed", seq: 3 }));
  await over;
  assert.deepEqual(frames, []);
});

Deno.test("watch goes past an earlier failure of a job that was retried", async () => {
  const { channel, watch, frames, over } = await readingWorld();
  const failedAt = attemptSeq(1) + 1;
  channel.current.job(sampleJob({ seq: failedAt }));
  channel.current.say(started(1), end("failed", failedAt));
  await settle();
  assert.equal(frames.length, 2);
  assert.equal(watch.job?.status, "pending");
  channel.current.say(started(2), end("completed", attemptSeq(2) + 1));
  await over;
  assert.equal(frames.at(-1)?.type, "completed");
});

Deno.test("watch knows the job as it is now from what it heard", async () => {
  const jobs: Job[] = [];
  const { channel, watch } = await readingWorld({ onJob: (job) => jobs.push(job) });
  const shown = () => [watch.job?.status, watch.job?.progress];
  assert.deepEqual(shown(), [undefined, undefined]);
  channel.current.job(sampleJob());
  channel.current.say(started(1), progress(attemptSeq(1), 40));
  assert.deepEqual(shown(), ["running", 40]);
  channel.current.job(sampleJob({ seq: 0 }));
  assert.deepEqual(shown(), ["running", 40]);
  assert.deepEqual(jobs.map(({ status }) => status), ["pending", "running"]);
  await watch.return();
});

Deno.test("watch gives a slow consumer the latest progress only", async () => {
  const { channel, watch } = createWorld();
  const first = watch.next();
  await settle();
  channel.current.say(stage(1), progress(1, 10), progress(1, 20), stage(2), progress(2, 30));
  const frames = [(await first).value, (await watch.next()).value, (await watch.next()).value];
  assert.deepEqual(frames.map((frame) => frame?.type), ["stage", "stage", "progress"]);
  assert.equal(frames[2]?.type === "progress" && frames[2].progress, 30);
  await watch.return();
});

Deno.test("watch leaves to the server what its consumer is too slow for, and loses nothing", async () => {
  const { channel, watch } = createWorld();
  const first = watch.next();
  await settle();
  channel.current.job(sampleJob());
  const log = Array.from({ length: 2 * MAX_BUFFERED_FRAMES }, (_, i) => stage(i + 1));
  channel.current.say(...log);
  assert.equal(channel.current.isStopped, true);
  const seqs = [(await first).value!.seq];
  while (channel.all.length === 1) {
    const next = watch.next();
    await settle();
    if (channel.all.length > 1) {
      assert.equal(channel.current.after, MAX_BUFFERED_FRAMES);
      channel.current.say(...log.slice(MAX_BUFFERED_FRAMES));
    }
    seqs.push((await next).value!.seq);
  }
  while (seqs.length < log.length) seqs.push((await watch.next()).value!.seq);
  assert.deepEqual(seqs, seqsOf(log));
  await watch.return();
});

Deno.test("watch stays on the job up to the last frame that it has room for", async () => {
  const { channel, watch } = createWorld();
  void watch.next();
  await settle();
  channel.current.say(...Array.from({ length: MAX_BUFFERED_FRAMES - 1 }, (_, i) => stage(i + 1)));
  channel.current.say(progress(MAX_BUFFERED_FRAMES - 1, 50));
  assert.equal(channel.current.isStopped, false);
  channel.current.say(stage(MAX_BUFFERED_FRAMES));
  assert.equal(channel.current.isStopped, true);
  await watch.return();
});

Deno.test("watch tells how far its consumer has come, not how much it holds", async () => {
  const { channel, watch } = createWorld();
  const first = watch.next();
  await settle();
  channel.current.say(stage(1), stage(2));
  await first;
  assert.equal(watch.seq, 1);
  await watch.return();
});

Deno.test("watch that is left by break lets go of the job", async () => {
  const { channel, watch } = createWorld();
  const loop = (async () => {
    for await (const _ of watch) break;
  })();
  await settle();
  channel.current.say(stage(1), stage(2));
  await loop;
  assert.equal(channel.current.isStopped, true);
});

Deno.test("watch that is disposed of while it waits ends there", async () => {
  const { channel, watch, over } = await readingWorld();
  await watch[Symbol.asyncDispose]();
  await over;
  assert.equal(channel.current.isStopped, true);
});

Deno.test("watch throws the reason of its signal, and gives nothing more", async () => {
  const stop = new AbortController();
  const { channel, over, frames } = await readingWorld({ signal: stop.signal });
  channel.current.say(stage(1));
  await settle();
  channel.current.say(stage(2));
  stop.abort(new Error("enough"));
  await assert.rejects(over, /enough/);
  assert.deepEqual(seqsOf(frames), [1]);
  assert.equal(channel.current.isStopped, true);
});

Deno.test("watch whose signal is aborted already asks for nothing", async () => {
  const { channel, watch } = createWorld({ signal: AbortSignal.abort(new Error("too late")) });
  await assert.rejects(watch.next(), /too late/);
  assert.equal(channel.all.length, 0);
});

Deno.test("watch that is refused gives what it holds, then throws", async () => {
  const { channel, frames, over } = await readingWorld();
  channel.current.say(stage(1));
  channel.current.watcher.onError(new Unreachable("gone"));
  await assert.rejects(over, Unreachable);
  assert.deepEqual(seqsOf(frames), [1]);
});

Deno.test("watch throws what its listener throws", async () => {
  const { channel, over } = await readingWorld({
    onJob: () => {
      throw new TypeError("a mistake");
    },
  });
  channel.current.job(sampleJob());
  await assert.rejects(over, /a mistake/);
  assert.equal(channel.current.isStopped, true);
});

Deno.test("watch ignores what a channel says that it has left", async () => {
  const { channel, frames, over } = await readingWorld();
  channel.current.job(sampleJob());
  channel.current.say(end("completed", 1), stage(2));
  await over;
  assert.deepEqual(seqsOf(frames), [1]);
});

Deno.test("aborted watch lets go of the job though nobody asks for a frame again", async () => {
  const stop = new AbortController();
  const { channel, watch } = createWorld({ signal: stop.signal });
  const first = watch.next();
  await settle();
  channel.current.say(stage(1));
  await first;
  stop.abort(new Error("enough"));
  assert.equal(channel.current.isStopped, true);
  await assert.rejects(watch.next(), /enough/);
});

Deno.test("watch is not begun after what is no seq", () => {
  assert.throws(() => createWorld({ after: -1 }), RangeError);
  assert.throws(() => createWorld({ after: 1.5 }), RangeError);
  assert.throws(() => createWorld({ after: NaN }), RangeError);
});
