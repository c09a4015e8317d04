// What every database must do for the queue: one worker a job, fences that hold, frames in order.

import assert from "node:assert/strict";
import type { Frame } from "../../src/jobs/frame.ts";
import { jobSchema, MAX_FAILURES } from "../../src/jobs/job.ts";
import type { ClaimedJob, JobStore, NewFrame, SubmitOutcome } from "../../src/jobs/job_store.ts";
import type { FrameStore } from "../../src/jobs/frame_store.ts";
import type { Database, Sql } from "../../src/storage/postgres/database.ts";
import { createFrameStore, createJobStore } from "../../src/storage/postgres/job_store.ts";
import type { Need } from "./needed_program.ts";
import { newFile, newJob } from "./new_job.ts";

type Store = { readonly jobs: JobStore; readonly frames: FrameStore; readonly sql: Sql };

const CLAIM = { workerId: "worker-1", leaseSeconds: 45, maxRunning: 100, maxRunningPerOwner: 100 };
const MAX_PENDING = 100;

export function jobStoreSuite(name: string, need: Need, open: () => Promise<Database>): void {
  const test = (behaviour: string, fn: (store: Store) => Promise<void>) =>
    Deno.test(`${name} ${behaviour}`, need, async () => {
      await using database = await open();
      await fn({
        jobs: createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 }),
        frames: createFrameStore(database),
        sql: database.sql,
      });
    });

  test("gives a submitted job back as the contract shows it", async ({ jobs }) => {
    const job = newJob();
    const outcome = await jobs.submit(job, MAX_PENDING);
    assert.equal(outcome.outcome, "accepted");
    const found = jobSchema.parse(await jobs.find(job.jobId));
    assert.equal(found.status, "pending");
    assert.equal(found.queuePosition, 1);
    assert.equal(found.seq, 0);
    assert.deepEqual(found.songs, job.songs);
    assert.deepEqual(found.options, job.options);
  });

  test("knows no job that was never submitted", async ({ jobs }) => {
    assert.equal(await jobs.find(crypto.randomUUID()), undefined);
    assert.equal(await jobs.requestCancel(crypto.randomUUID()), undefined);
    assert.equal(await jobs.retry(crypto.randomUUID(), MAX_PENDING), undefined);
  });

  test("replays a submit with the key of its owner", async ({ jobs }) => {
    const first = newJob({ idempotencyKey: "k", client: "address:1" });
    await jobs.submit(first, MAX_PENDING);
    const again = newJob({ idempotencyKey: "k", client: "address:2" });
    const outcome = await jobs.submit(again, MAX_PENDING);
    assert.equal(outcome.outcome, "replayed");
    assert.equal("job" in outcome && outcome.job.jobId, first.jobId);
  });

  test("replays a submit whose answer was lost with its cookie", async ({ jobs }) => {
    const first = newJob({ idempotencyKey: "k", owner: "anonymous:first" });
    await jobs.submit(first, MAX_PENDING);
    const again = newJob({ idempotencyKey: "k", owner: "anonymous:second" });
    assert.equal((await jobs.submit(again, MAX_PENDING)).outcome, "replayed");
  });

  test("refuses another request under a known key", async ({ jobs }) => {
    await jobs.submit(newJob({ idempotencyKey: "k" }), MAX_PENDING);
    const other = newJob({ idempotencyKey: "k", requestHash: "another hash" });
    assert.deepEqual(await jobs.submit(other, MAX_PENDING), { outcome: "mismatch" });
  });

  test("keeps the keys of two strangers apart", async ({ jobs }) => {
    await jobs.submit(newJob({ idempotencyKey: "k", owner: "a", client: "a" }), MAX_PENDING);
    const stranger = newJob({ idempotencyKey: "k", owner: "b", client: "b" });
    assert.equal((await jobs.submit(stranger, MAX_PENDING)).outcome, "accepted");
  });

  test("makes one job of twenty submits with one key at once", async ({ jobs }) => {
    const submits = Array.from({ length: 20 }, () => newJob({ idempotencyKey: "k" }));
    const outcomes = await Promise.all(submits.map((job) => jobs.submit(job, MAX_PENDING)));
    assert.equal(outcomes.filter(({ outcome }) => outcome === "accepted").length, 1);
    assert.equal(new Set(outcomes.map(jobIdOf)).size, 1);
  });

  test("never holds more pending jobs than asked, also for many at once", async ({ jobs }) => {
    const submits = Array.from({ length: 12 }, () => jobs.submit(newJob(), 5));
    const outcomes = (await Promise.all(submits)).map(({ outcome }) => outcome);
    assert.equal(outcomes.filter((outcome) => outcome === "accepted").length, 5);
    assert.equal((await jobs.countByStatus()).get("pending"), 5);
  });

  test("puts a client's only job before the many of another", async ({ jobs }) => {
    const whale = [
      newJob({ owner: "whale" }),
      newJob({ owner: "whale" }),
      newJob({ owner: "whale" }),
    ];
    for (const job of whale) await jobs.submit(job, MAX_PENDING);
    const mouse = newJob({ owner: "mouse" });
    await jobs.submit(mouse, MAX_PENDING);
    assert.equal((await jobs.find(mouse.jobId))?.queuePosition, 3);
    const positions = await jobs.queuePositions([whale[2]!.jobId, mouse.jobId]);
    assert.deepEqual([...positions].sort(), [[whale[2]!.jobId, 4], [mouse.jobId, 3]].sort());
  });

  test("gives a job to one of many claimers", async ({ jobs }) => {
    await jobs.submit(newJob(), MAX_PENDING);
    const claims = Array.from(
      { length: 8 },
      (_, index) => jobs.claim({ ...CLAIM, workerId: `worker-${index}` }),
    );
    assert.equal((await Promise.all(claims)).filter(Boolean).length, 1);
  });

  test("never runs more jobs than the caps allow", async ({ jobs }) => {
    for (let index = 0; index < 8; index++) {
      await jobs.submit(newJob({ owner: `owner-${index % 2}` }), MAX_PENDING);
    }
    const claims = Array.from(
      { length: 8 },
      () => jobs.claim({ ...CLAIM, maxRunning: 5, maxRunningPerOwner: 2 }),
    );
    assert.equal((await Promise.all(claims)).filter(Boolean).length, 4);
  });

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

  test("cancels a pending job at once, with its frame", async ({ jobs, frames }) => {
    const { jobId } = await submitted(jobs);
    const cancelled = await jobs.requestCancel(jobId);
    assert.equal(cancelled?.job.status, "cancelled");
    assert.equal(cancelled?.frame?.frame.seq, 1);
    assert.deepEqual(seqsOf(await frames.read(jobId, 0, 10)), [1]);
    assert.equal(await jobs.claim(CLAIM), undefined);
  });

  test("only marks a running job as to be cancelled", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    const marked = await jobs.requestCancel(fence.jobId);
    assert.equal(marked?.job.status, "running");
    assert.equal(marked?.job.cancelRequested, true);
    assert.equal(marked?.frame, undefined);
  });

  test("cancels instead of giving back what its owner has cancelled", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    await jobs.requestCancel(fence.jobId);
    const end = await jobs.release(fence, { reason: "a stop", delaySeconds: 0 });
    assert.equal(end?.frame.type, "cancelled");
  });

  test("retries a cancelled job with its numbers going on", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    await jobs.settle(fence, { status: "cancelled", timings: {} });
    const retried = await jobs.retry(fence.jobId, MAX_PENDING);
    assert.equal(retried?.outcome, "accepted");
    const job = await jobs.find(fence.jobId);
    assert.equal(job?.status, "pending");
    assert.equal(job?.cancelRequested, false);
    assert.equal(job?.seq, 1_000_001);
    assert.equal((await claimed(jobs)).fence.attempt, 2);
  });

  test("lists an owner's jobs newest first, in pages without gap", async ({ jobs }) => {
    const mine: string[] = [];
    for (let index = 0; index < 5; index++) mine.unshift((await submitted(jobs)).jobId);
    await jobs.submit(newJob({ owner: "another" }), MAX_PENDING);
    const query = { owner: "anonymous:one", status: undefined, cursor: undefined, limit: 3 };
    const first = await jobs.list(query);
    const second = await jobs.list({ ...query, cursor: first.nextCursor! });
    assert.deepEqual([...first.jobs, ...second.jobs].map(({ jobId }) => jobId), mine);
    assert.equal(second.nextCursor, null);
    assert.equal((await jobs.list({ ...query, owner: undefined, limit: 100 })).jobs.length, 6);
  });

  test("lists by status, and nothing for a cursor it never gave out", async ({ jobs }) => {
    await submitAndClaim(jobs);
    await submitted(jobs);
    const query = { owner: undefined, status: "running", cursor: undefined, limit: 9 } as const;
    assert.equal((await jobs.list(query)).jobs.length, 1);
    assert.deepEqual(await jobs.list({ ...query, cursor: "'; drop table jobs" }), {
      jobs: [],
      nextCursor: null,
    });
  });

  test("tells owners apart", async ({ jobs }) => {
    const { jobId } = await submitted(jobs);
    assert.equal(await jobs.isOwner(jobId, "anonymous:one"), true);
    assert.equal(await jobs.isOwner(jobId, "anonymous:two"), false);
  });
}

async function submitted(jobs: JobStore) {
  const job = newJob();
  await jobs.submit(job, MAX_PENDING);
  return job;
}

async function claimed(jobs: JobStore, workerId = CLAIM.workerId): Promise<ClaimedJob> {
  const job = await jobs.claim({ ...CLAIM, workerId });
  assert.ok(job, "a pending job can be claimed");
  return job;
}

async function submitAndClaim(jobs: JobStore): Promise<ClaimedJob> {
  await submitted(jobs);
  return await claimed(jobs);
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

function seqsOf(frames: readonly Frame[]): number[] {
  return frames.map(({ seq }) => seq);
}

function jobIdOf(outcome: SubmitOutcome): string | undefined {
  return "job" in outcome ? outcome.job.jobId : undefined;
}
