import assert from "node:assert/strict";
import { isFinished } from "../../src/client/fold_job.ts";
import { applyFrame, applyJob, createJobState, type JobState } from "../../src/page/job_state.ts";
import type { Frame } from "../../src/jobs/frame.ts";
import {
  attemptSeq,
  SAMPLE_JOB_ID,
  sampleFrame,
  sampleJob,
  sampleOutput,
} from "../support/sample_job.ts";

const NOTE = [0, 0.5, 60, 90, 0, 1] as [number, number, number, number, number, number];

function bars(seq: number, startBar: number): Frame {
  return sampleFrame("bars", seq, { startBar, bars: 2, secondsPerBar: 2, notes: [NOTE] });
}

function progress(seq: number, percent: number): Frame {
  return sampleFrame("progress", seq, {
    progress: percent,
    progressBasis: "reported",
    stage: "generating",
    eta: { lowSeconds: 1, highSeconds: 2, basis: "reported" },
    message: `${percent} done`,
  });
}

const started = (attempt: number) => sampleFrame("started", attemptSeq(attempt), { attempt });

function fold(frames: readonly Frame[], from = createJobState(SAMPLE_JOB_ID, sampleJob())) {
  return frames.reduce<JobState>(applyFrame, from);
}

Deno.test("job state follows a job from the queue to its files", () => {
  const done = sampleJob({ status: "completed", stage: "done", progress: 100, seq: 1_000_005 });
  const running = fold([
    sampleFrame("queued", 0, { queuePosition: 3, eta: null }),
    started(1),
    sampleFrame("stage", 1_000_001, { stage: "generating" }),
    progress(1_000_001, 40),
    bars(1_000_002, 0),
    bars(1_000_003, 2),
    sampleFrame("output", 1_000_004, { output: sampleOutput("midi") }),
  ]);
  assert.equal(running.job?.status, "running");
  assert.equal(running.job?.stage, "generating");
  assert.equal(running.job?.progress, 40);
  assert.equal(running.message, "40 done");
  assert.equal(running.piece.barStarts.length, 4);
  assert.deepEqual(running.job?.outputs, [sampleOutput("midi")]);

  const finished = applyFrame(running, sampleFrame("completed", 1_000_005, { job: done }));
  assert.deepEqual(finished.job, done);
  assert.equal(isFinished(finished.job!), true);
  assert.equal(finished.piece.notes.length, 2);
});

Deno.test("job state shows the place in the queue while the job waits", () => {
  const state = fold([sampleFrame("queued", 0, { queuePosition: 4, eta: null })]);
  assert.equal(state.job?.queuePosition, 4);
  assert.equal(fold([started(1)], state).job?.queuePosition, null);
});

Deno.test("job state drops a stored frame it has seen", () => {
  const state = fold([started(1), bars(1_000_001, 0)]);
  assert.equal(applyFrame(state, bars(1_000_001, 0)), state);
  assert.equal(applyFrame(state, started(1)), state);
});

Deno.test("job state keeps a progress frame that repeats the last stored seq", () => {
  assert.equal(fold([started(1), progress(1_000_000, 10)]).job?.progress, 10);
});

Deno.test("job state never lets progress fall within an attempt", () => {
  const state = fold([started(1), progress(1_000_000, 60), progress(1_000_000, 30)]);
  assert.equal(state.job?.progress, 60);
});

Deno.test("job state ignores progress of an attempt that is over", () => {
  const state = fold([started(1), started(2), progress(1_000_000, 90)]);
  assert.equal(state.job?.progress, 0);
});

Deno.test("job state begins the piece anew when an attempt composes again", () => {
  const interrupted = fold([
    started(1),
    bars(1_000_001, 0),
    bars(1_000_002, 2),
    sampleFrame("interrupted", 1_000_003, { reason: "the server stopped" }),
  ]);
  assert.equal(interrupted.job?.status, "pending");
  assert.equal(interrupted.piece.notes.length, 2);
  const again = fold([started(2), bars(2_000_001, 0)], interrupted);
  assert.equal(again.job?.status, "running");
  assert.equal(again.piece.notes.length, 1);
});

Deno.test("job state keeps the piece and its file when an attempt only renders again", () => {
  const state = fold([
    started(1),
    bars(1_000_001, 0),
    sampleFrame("output", 1_000_002, { output: sampleOutput("midi") }),
    sampleFrame("interrupted", 1_000_003, { reason: "the server stopped" }),
    started(2),
    sampleFrame("output", 2_000_001, { output: sampleOutput("mp3") }),
  ]);
  assert.equal(state.piece.notes.length, 1);
  assert.deepEqual(state.job?.outputs.map(({ kind }) => kind), ["midi", "mp3"]);
});

Deno.test("a file that is made again takes the place of the one before", () => {
  const state = fold([
    started(1),
    sampleFrame("output", 1_000_001, { output: sampleOutput("midi") }),
    started(2),
    sampleFrame("output", 2_000_001, { output: { ...sampleOutput("midi"), sizeBytes: 2 } }),
  ]);
  assert.deepEqual(state.job?.outputs.map(({ sizeBytes }) => sizeBytes), [2]);
});

Deno.test("a replay of old frames draws the piece and does not turn the job back", () => {
  const done = sampleJob({ status: "completed", stage: "done", progress: 100, seq: 1_000_003 });
  const opened = createJobState(SAMPLE_JOB_ID, done);
  const replayed = fold([
    started(1),
    sampleFrame("stage", 1_000_001, { stage: "generating" }),
    bars(1_000_002, 0),
  ], opened);
  assert.equal(replayed.job, done);
  assert.equal(replayed.piece.notes.length, 1);
  assert.equal(replayed.seq, 1_000_002);
});

Deno.test("frames before the first snapshot draw the piece", () => {
  const state = fold([started(1), bars(1_000_001, 0)], createJobState(SAMPLE_JOB_ID));
  assert.equal(state.job, undefined);
  assert.equal(state.piece.notes.length, 1);
});

Deno.test("an old snapshot does not undo newer frames", () => {
  const state = fold([started(1), sampleFrame("stage", 1_000_001, { stage: "converting" })]);
  assert.equal(applyJob(state, sampleJob({ seq: 0 })), state);
});

Deno.test("a snapshot after a break does not lower the progress of the same run", () => {
  const state = fold([started(1), progress(1_000_000, 50)]);
  const run = { status: "running", attempt: 1, seq: 1_000_000 } as const;
  assert.equal(applyJob(state, sampleJob({ ...run, progress: 20 })).job?.progress, 50);
});

Deno.test("a retried job waits again without the error of before", () => {
  const failed = sampleJob({ status: "failed", error: "No", errorCode: "ml_timeout", seq: 9 });
  const state = fold([
    sampleFrame("failed", 9, { job: failed }),
    sampleFrame("queued", 9, { queuePosition: 1, eta: null }),
  ]);
  assert.equal(state.job?.status, "pending");
  assert.equal(state.job?.error, null);
});

Deno.test("files of one kind stand beside each other by their names", () => {
  const stem = (name: string, seq: number, sizeBytes = 1) =>
    sampleFrame("output", seq, {
      output: { ...sampleOutput("mp3"), kind: "stem", name, sizeBytes },
    });
  const state = fold([
    started(1),
    stem("Melody", 1_000_001),
    stem("Bass", 1_000_002),
    stem("Melody", 1_000_003, 2),
  ]);
  assert.deepEqual(state.job?.outputs.map(({ name, sizeBytes }) => [name, sizeBytes]), [
    ["Bass", 1],
    ["Melody", 2],
  ]);
});
