// What every database must do for a running job: fences that hold, frames in order, ends that stay.

import assert from "node:assert/strict";
import { jobSchema, MAX_FAILURES } from "../../src/jobs/job.ts";
import type { NewFile, NewFrame } from "../../src/jobs/job_store.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import {
  CLAIM,
  claimed,
  jobStoreTests,
  MAX_PENDING,
  seqsOf,
  submitAndClaim,
  submitted,
} from "./job_store_world.ts";
import type { Need } from "./needed_program.ts";
import { newFile, newJob } from "./new_job.ts";

export function jobAttemptSuite(name: string, need: Need, open: () => Promise<Database>): void {
  const test = jobStoreTests(name, need, open);

  test("starts attempt n at seq n million with its started frame", async ({ jobs, frames }) => {
    const { fence, started, job } = await submitAndClaim(jobs);
    assert.equal(job.status, "running");
    assert.equal(job.attempt, 1);
    assert.equal(started.frame.seq, 1_000_000);
    assert.equal(started.prevSeq, 0);
    await jobs.release(fence, { reason: "a stop", delaySeconds: 0 });
    const second = await claimed(jobs);
    assert.equal(second.started.frame.seq, 2_000_000);
    assert.equal(second.started.prevSeq, 1_000_001);
    assert.deepEqual(seqsOf(await frames.read(job.jobId, 0, 10)), [
      1_000_000,
      1_000_001,
      2_000_000,
    ]);
  });

  test("numbers appended frames without gap and moves the stage", async ({ jobs, frames }) => {
    const { fence } = await submitAndClaim(jobs);
    const bars: NewFrame = { type: "bars", startBar: 0, bars: 1, secondsPerBar: 2, notes: [] };
    const stored = await jobs.append(fence, [{ type: "stage", stage: "generating" }, bars]);
    assert.deepEqual(stored?.map(({ prevSeq }) => prevSeq), [1_000_000, 1_000_001]);
    assert.equal((await jobs.find(fence.jobId))?.stage, "generating");
    const read = await frames.read(fence.jobId, 1_000_001, 10);
    assert.deepEqual(read, [stored?.[1]?.frame]);
    assert.deepEqual([...await frames.lastSeqs([fence.jobId])], [[fence.jobId, 1_000_002]]);
  });

  test("reads frames in pages", async ({ jobs, frames }) => {
    const { fence } = await submitAndClaim(jobs);
    const stages = Array.from({ length: 9 }, () => ({ type: "stage", stage: "fetching" }) as const);
    await jobs.append(fence, stages);
    const first = await frames.read(fence.jobId, 0, 4);
    const rest = await frames.read(fence.jobId, first.at(-1)!.seq, 100);
    assert.equal(first.length, 4);
    assert.equal(rest.length, 6);
  });

  test("refuses every write of a worker that lost its job", async ({ jobs, frames }) => {
    const { fence } = await submitAndClaim(jobs);
    await jobs.release(fence, { reason: "lost", delaySeconds: 0 });
    await claimed(jobs, "worker-2");
    assert.equal(await jobs.append(fence, [{ type: "stage", stage: "storing" }]), undefined);
    assert.equal(await jobs.publishOutput(fence, { file: newFile() }), undefined);
    assert.equal(await jobs.settle(fence, { status: "cancelled", timings: {} }), undefined);
    assert.equal(await jobs.release(fence, { reason: "again", delaySeconds: 0 }), undefined);
    assert.equal(
      await jobs.saveProgress(fence, { progress: 9, progressBasis: "reported", stage: "storing" }),
      undefined,
    );
    assert.deepEqual(await jobs.heartbeat(fence.workerId, [fence], 45), []);
    assert.equal((await frames.read(fence.jobId, 0, 10)).length, 3);
  });

  test("publishes no file of a completion whose fence is lost", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    await jobs.release(fence, { reason: "lost", delaySeconds: 0 });
    const file = newFile("mp3");
    const settled = await jobs.settle(fence, completion(file));
    assert.equal(settled, undefined);
    assert.equal(await jobs.findFile(file.fileId), undefined);
  });

  test("never lets progress fall within an attempt", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    const progress = { progressBasis: "reported", stage: "generating" } as const;
    await jobs.saveProgress(fence, { ...progress, progress: 40 });
    await jobs.saveProgress(fence, { ...progress, progress: 30 });
    assert.equal((await jobs.find(fence.jobId))?.progress, 40);
  });

  test("completes with both files readable in the last frame", async ({ jobs, frames }) => {
    const { fence } = await submitAndClaim(jobs);
    const midi = newFile("midi");
    await jobs.publishOutput(fence, { file: midi, report: { seed: 7 } });
    const mp3 = newFile("mp3");
    const settled = await jobs.settle(fence, completion(mp3));
    assert.deepEqual(settled?.map(({ frame }) => frame.type), ["output", "completed"]);
    const last = (await frames.read(fence.jobId, 0, 10)).at(-1);
    const job = last?.type === "completed" ? jobSchema.parse(last.job) : undefined;
    assert.equal(job?.outputFileId, mp3.fileId);
    assert.deepEqual(job?.outputs.map(({ kind }) => kind), ["midi", "mp3"]);
    assert.equal(job?.progress, 100);
    assert.equal(job?.stage, "done");
    assert.equal(job?.seq, last?.seq);
    assert.equal((await jobs.findFile(mp3.fileId))?.objectKey, mp3.objectKey);
    assert.equal((await jobs.filesOf(fence.jobId)).length, 2);
  });

  test("keeps what the composer told, and tells no report from no job", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    assert.equal(await jobs.findReport(fence.jobId), null);
    assert.equal(await jobs.findReport(crypto.randomUUID()), undefined);
    const report = { key: "F# minor", shares: [0.5, 0.25, 0.25] };
    await jobs.publishOutput(fence, { file: newFile("midi"), report });
    await jobs.settle(fence, completion(newFile("mp3")));
    assert.deepEqual(await jobs.findReport(fence.jobId), report);
  });

  test("forgets with a piece what was told of it", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    await jobs.publishOutput(fence, { file: newFile("midi"), report: { key: "C major" } });
    await jobs.publishOutput(fence, { file: newFile("mp3") });
    assert.deepEqual(await jobs.findReport(fence.jobId), { key: "C major" });
    await jobs.publishOutput(fence, { file: newFile("midi") });
    assert.equal(await jobs.findReport(fence.jobId), null);
  });

  test("keeps each file of a job once, by its kind and its name", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    const publish = (file: NewFile) => jobs.publishOutput(fence, { file });
    await publish(newFile("midi"));
    const bass = newFile("stem", "Bass");
    for (const file of [newFile("stem", "Melody"), newFile("stem", "Bass"), bass]) {
      await publish(file);
    }
    const loop = newFile("loop", "A");
    await jobs.settle(fence, completion(loop));
    const { outputs } = (await jobs.find(fence.jobId))!;
    assert.deepEqual(outputs.map(({ kind, name }) => [kind, name]), [
      ["midi", null],
      ["stem", "Melody"],
      ["stem", "Bass"],
      ["loop", "A"],
    ]);
    assert.equal(outputs[2]?.fileId, bass.fileId);
    assert.equal((await jobs.findFile(loop.fileId))?.name, "A");
  });

  test("forgets what was made of a piece once there is another", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    const stem = newFile("stem", "Bass");
    for (const file of [newFile("midi"), stem, newFile("midi")]) {
      await jobs.publishOutput(fence, { file });
    }
    assert.deepEqual((await jobs.filesOf(fence.jobId)).map(({ kind }) => kind), ["midi"]);
    assert.equal(await jobs.findFile(stem.fileId), undefined);
  });

  test("changes nothing about a completed job", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    await jobs.settle(fence, completion(newFile("mp3")));
    const before = await jobs.find(fence.jobId);
    const cancelled = await jobs.requestCancel(fence.jobId);
    assert.deepEqual(cancelled, { job: before });
    assert.equal(await jobs.retry(fence.jobId, MAX_PENDING), undefined);
    assert.equal(await jobs.settle(fence, { status: "cancelled", timings: {} }), undefined);
    assert.deepEqual(await jobs.find(fence.jobId), before);
  });

  test("fails a job for good at its last failure", async ({ jobs }) => {
    await jobs.submit(newJob(), MAX_PENDING);
    const ends: string[] = [];
    for (let failure = 0; failure < MAX_FAILURES; failure++) {
      const { fence } = await claimed(jobs);
      const end = await jobs.release(fence, {
        reason: "no answer",
        failure: { error: "no answer", errorCode: "ml_unavailable" },
        delaySeconds: 0,
      });
      ends.push(end!.frame.type);
    }
    assert.deepEqual(ends, ["interrupted", "interrupted", "failed"]);
    assert.equal(await jobs.claim(CLAIM), undefined);
  });

  test("counts no failure for an orderly stop", async ({ jobs }) => {
    await jobs.submit(newJob(), MAX_PENDING);
    for (let stop = 0; stop < MAX_FAILURES + 2; stop++) {
      const { fence } = await claimed(jobs);
      await jobs.release(fence, { reason: "a stop", delaySeconds: 0 });
    }
    assert.equal((await claimed(jobs)).fence.attempt, MAX_FAILURES + 3);
  });

  test("waits before a job is claimed again", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    await jobs.release(fence, { reason: "no answer", delaySeconds: 60 });
    assert.equal(await jobs.claim(CLAIM), undefined);
  });

  test("takes a job only from a worker whose lease has ended", async ({ jobs, sql }) => {
    const { fence } = await submitAndClaim(jobs);
    assert.deepEqual(await jobs.reap({ everyRunning: false }), []);
    await sql`update jobs set lease_expires_at = now() - interval '1 second'`;
    const reaped = await jobs.reap({ everyRunning: false });
    assert.deepEqual(reaped.map(({ frame }) => frame.type), ["interrupted"]);
    assert.equal((await jobs.find(fence.jobId))?.status, "pending");
  });

  test("ends a job that loses its workers as worker_lost", async ({ jobs }) => {
    const { jobId } = await submitted(jobs);
    for (let loss = 0; loss < MAX_FAILURES; loss++) {
      await claimed(jobs);
      await jobs.reap({ everyRunning: true });
    }
    const job = await jobs.find(jobId);
    assert.equal(job?.status, "failed");
    assert.equal(job?.errorCode, "worker_lost");
  });

  test("renews a lease and says that the owner cancelled", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    const renewed = await jobs.heartbeat(fence.workerId, [fence], 45);
    assert.deepEqual(renewed, [{ jobId: fence.jobId, cancelRequested: false }]);
    await jobs.requestCancel(fence.jobId);
    const [marked] = await jobs.heartbeat(fence.workerId, [fence], 45);
    assert.equal(marked?.cancelRequested, true);
  });

  test("cancels instead of giving back what its owner has cancelled", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    await jobs.requestCancel(fence.jobId);
    const end = await jobs.release(fence, { reason: "a stop", delaySeconds: 0 });
    assert.equal(end?.frame.type, "cancelled");
  });
}

function completion(file: ReturnType<typeof newFile>) {
  const { fileId: outputFileId } = file;
  return {
    status: "completed",
    outputFileId,
    file,
    warnings: [],
    timings: { storeMs: 1 },
  } as const;
}
