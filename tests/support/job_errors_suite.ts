// What every database must do about failures: the errors of a job's attempts are kept, and its owner
// is told the one that says most.

import assert from "node:assert/strict";
import { jobSchema, MAX_FAILURES } from "../../src/jobs/job.ts";
import type { JobStore } from "../../src/jobs/job_store.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import type { Sql } from "../../src/storage/postgres/sql.ts";
import { claimed, jobStoreTests, MAX_PENDING, submitted } from "./job_store_world.ts";
import type { Need } from "./needed_program.ts";

type KeptError = { attempt: number; code: string; message: string; at: string };

export function jobErrorsSuite(name: string, need: Need, open: () => Promise<Database>): void {
  const test = jobStoreTests(name, need, open);

  test("keeps the error of a job that is given back, and shows none yet", async (store) => {
    const { jobs, sql } = store;
    const { jobId } = await submitted(jobs);
    await failAttempt(jobs, "No answer");
    const job = jobSchema.parse(await jobs.find(jobId));
    assert.deepEqual([job.status, job.error, job.errorCode], ["pending", null, null]);
    const [kept] = await keptErrors(sql, jobId);
    assert.deepEqual([kept?.attempt, kept?.code, kept?.message], [1, "ml_timeout", "No answer"]);
    assert.ok(Date.parse(kept!.at) <= Date.now() + 60_000, kept!.at);
  });

  test("keeps that a worker fell silent", async ({ jobs, sql }) => {
    const { jobId } = await submitted(jobs);
    await claimed(jobs);
    await jobs.reap({ everyRunning: true });
    assert.deepEqual(codesOf(await keptErrors(sql, jobId)), ["worker_lost"]);
  });

  test("keeps no error of an orderly stop", async ({ jobs, sql }) => {
    const { jobId } = await submitted(jobs);
    const { fence } = await claimed(jobs);
    await jobs.release(fence, { reason: "a stop", delaySeconds: 0 });
    assert.deepEqual(await keptErrors(sql, jobId), []);
  });

  test("tells the last error of a job that fails for good", async ({ jobs }) => {
    const { jobId } = await submitted(jobs);
    await failAttempt(jobs, "The first");
    await failAttempt(jobs, "The second");
    await failAttempt(jobs, "The third");
    const job = await jobs.find(jobId);
    assert.deepEqual([job?.error, job?.errorCode], ["The third", "ml_timeout"]);
  });

  test("tells what went wrong before the worker fell silent", async ({ jobs }) => {
    const { jobId } = await submitted(jobs);
    await failAttempt(jobs, "The first");
    await failAttempt(jobs, "The disk is full");
    await claimed(jobs);
    const [failed] = await jobs.reap({ everyRunning: true });
    const job = await jobs.find(jobId);
    assert.equal(job?.errorCode, "worker_lost");
    assert.match(job?.error ?? "", /fell silent, and before that: The disk is full$/);
    assert.ok(failed?.frame.type === "failed" && failed.frame.job.error === job?.error);
  });

  test("tells of a lost worker nothing that went wrong before the retry", async ({ jobs }) => {
    const { jobId } = await submitted(jobs);
    for (let failure = 0; failure < MAX_FAILURES; failure++) await failAttempt(jobs, "No answer");
    await jobs.retry(jobId, MAX_PENDING);
    for (let failure = 0; failure < MAX_FAILURES; failure++) {
      await claimed(jobs);
      await jobs.reap({ everyRunning: true });
    }
    const job = await jobs.find(jobId);
    assert.equal(job?.errorCode, "worker_lost");
    assert.doesNotMatch(job?.error ?? "", /before that/);
  });

  test("keeps no more errors than attempts that may fail, the latest", async ({ jobs, sql }) => {
    const { jobId } = await submitted(jobs);
    for (let run = 0; run < 2; run++) {
      for (let failure = 0; failure < MAX_FAILURES; failure++) await failAttempt(jobs, "No answer");
      await jobs.retry(jobId, MAX_PENDING);
    }
    const kept = await keptErrors(sql, jobId);
    assert.deepEqual(kept.map(({ attempt }) => attempt), [4, 5, 6]);
  });

  test("keeps the error of a failure that is not tried again", async ({ jobs, sql }) => {
    const { jobId } = await submitted(jobs);
    const { fence } = await claimed(jobs);
    const failure = { error: "It was refused", errorCode: "ml_rejected", timings: {} };
    await jobs.settle(fence, { status: "failed", ...failure });
    await jobs.retry(jobId, MAX_PENDING);
    assert.equal((await jobs.find(jobId))?.error, null);
    assert.deepEqual(codesOf(await keptErrors(sql, jobId)), ["ml_rejected"]);
  });

  test("keeps 500 characters of a message and shows all of it", async ({ jobs, sql }) => {
    const { jobId } = await submitted(jobs);
    const error = "x".repeat(501);
    for (let failure = 0; failure < MAX_FAILURES; failure++) await failAttempt(jobs, error);
    assert.equal((await jobs.find(jobId))?.error, error);
    assert.equal((await keptErrors(sql, jobId))[0]?.message.length, 500);
  });
}

async function failAttempt(jobs: JobStore, error: string): Promise<void> {
  const { fence } = await claimed(jobs);
  const failure = { error, errorCode: "ml_timeout" };
  assert.ok(await jobs.release(fence, { reason: error, failure, delaySeconds: 0 }));
}

async function keptErrors(sql: Sql, jobId: string): Promise<KeptError[]> {
  const [row] = await sql<{ last_errors: KeptError[] }[]>`
    select last_errors from jobs where job_id = ${jobId}::uuid`;
  return row!.last_errors;
}

function codesOf(errors: readonly KeptError[]): string[] {
  return errors.map(({ code }) => code);
}
