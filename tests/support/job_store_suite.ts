// What every database must do for the queue: fair places, one worker a job, and its owner's word.

import assert from "node:assert/strict";
import { jobSchema } from "../../src/jobs/job.ts";
import type { SubmitOutcome } from "../../src/jobs/job_store.ts";
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
import { newJob } from "./new_job.ts";

const COMPLETED = { status: "completed", outputFileId: "none", warnings: [] } as const;

export function jobStoreSuite(name: string, need: Need, open: () => Promise<Database>): void {
  const test = jobStoreTests(name, need, open);

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

  test("gives a job to one of many claimers", async ({ jobs }) => {
    await jobs.submit(newJob(), MAX_PENDING);
    const claims = Array.from(
      { length: 8 },
      (_, index) => jobs.claim({ ...CLAIM, workerId: `worker-${index}` }),
    );
    assert.equal((await Promise.all(claims)).filter(Boolean).length, 1);
  });

  test("gives out a job that waited longer than an int of milliseconds", async ({ jobs, sql }) => {
    await submitted(jobs);
    await sql`update jobs set run_at = now() - interval '60 days'`;
    const { job } = await claimed(jobs);
    assert.equal(Math.round(job.timings.queuedMs / 86_400_000), 60);
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

  test("tells how long the stages of the latest completed runs took", async ({ jobs, sql }) => {
    const whole = { fetchMs: 1, generateMs: 2, convertMs: 3, storeMs: 4 };
    const rest = { convertMs: 5, storeMs: 6 };
    for (const timings of [{ fetchMs: 99 }, whole, rest]) {
      const { fence } = await submitAndClaim(jobs);
      await jobs.settle(fence, { ...COMPLETED, timings });
    }
    const { fence } = await submitAndClaim(jobs);
    await jobs.settle(fence, { status: "cancelled", timings: whole });
    await sql`update jobs set timings = timings - 'queuedMs'`;
    const { options } = newJob();
    assert.deepEqual(await jobs.recentRuns(2), [
      { timings: rest, options },
      { timings: whole, options },
    ]);
  });

  test("counts the jobs that are not over", async ({ jobs }) => {
    assert.deepEqual(await jobs.countOpen(), { pending: 0, running: 0 });
    const { fence } = await submitAndClaim(jobs);
    await jobs.settle(fence, { ...COMPLETED, timings: {} });
    await submitAndClaim(jobs);
    await submitted(jobs);
    await submitted(jobs);
    assert.deepEqual(await jobs.countOpen(), { pending: 2, running: 1 });
  });

  test("tells owners apart", async ({ jobs }) => {
    const { jobId } = await submitted(jobs);
    assert.equal(await jobs.isOwner(jobId, "anonymous:one"), true);
    assert.equal(await jobs.isOwner(jobId, "anonymous:two"), false);
  });
}

function jobIdOf(outcome: SubmitOutcome): string | undefined {
  return "job" in outcome ? outcome.job.jobId : undefined;
}
