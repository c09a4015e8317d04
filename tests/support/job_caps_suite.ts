// What every database must do about limits: jobs that run and jobs that wait never exceed them, also
// when many ask at once.

import assert from "node:assert/strict";
import type { ClaimLimits, JobStore, SubmitOutcome } from "../../src/jobs/job_store.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import type { Sql } from "../../src/storage/postgres/sql.ts";
import {
  CLAIM,
  jobStoreTests,
  MAX_PENDING,
  type Store,
  submitAndClaim,
} from "./job_store_world.ts";
import type { Need } from "./needed_program.ts";
import { newJob } from "./new_job.ts";

const COMPLETED = { status: "completed", outputFileId: "none", warnings: [], timings: {} } as const;

export function jobCapsSuite(name: string, need: Need, open: () => Promise<Database>): void {
  const test = jobStoreTests(name, need, open);

  test("never runs more than the cap of 3 of 400 jobs for 8 claimers", async (store) => {
    await addPending(store.sql, { jobs: 400, clients: 400 });
    const limits = { ...CLAIM, maxRunning: 3, maxRunningPerClient: undefined };
    const { done, mostRunning } = await runAll(store, limits);
    assert.equal(done, 400);
    assert.equal(mostRunning.ofAll, 3);
  });

  test("never runs more than 2 of one client for 8 claimers", async (store) => {
    await addPending(store.sql, { jobs: 120, clients: 3 });
    const limits = { ...CLAIM, maxRunning: undefined, maxRunningPerClient: 2 };
    const { done, mostRunning } = await runAll(store, limits);
    assert.equal(done, 120);
    assert.equal(mostRunning.ofClient, 2);
    assert.ok(mostRunning.ofAll > 2 && mostRunning.ofAll <= 6, String(mostRunning.ofAll));
  });

  test("runs as many as ask without caps", async ({ jobs, sql }) => {
    await addPending(sql, { jobs: 20, clients: 1 });
    const claims = Array.from({ length: 20 }, () => jobs.claim({ workerId: "w", leaseSeconds: 9 }));
    assert.equal((await Promise.all(claims)).filter(Boolean).length, 20);
  });

  test("counts a cap from what runs, so that a lost worker leaves room", async ({ jobs, sql }) => {
    await addPending(sql, { jobs: 2, clients: 1 });
    const limits = { ...CLAIM, maxRunning: 1 };
    await jobs.claim(limits);
    assert.equal(await jobs.claim(limits), undefined);
    await jobs.reap({ everyRunning: true });
    assert.ok(await jobs.claim(limits));
  });

  test("never holds more pending jobs than asked, also for many at once", async ({ jobs }) => {
    const limits = { ...MAX_PENDING, maxPending: 5 };
    const submits = Array.from({ length: 12 }, () => jobs.submit(newJob(), limits));
    const outcomes = await Promise.all(submits);
    assert.deepEqual(tally(outcomes), { accepted: 5, queue_full: 7 });
    assert.equal((await jobs.countByStatus()).get("pending"), 5);
  });

  test("never holds more of one client, whatever cookies it brings", async ({ jobs }) => {
    const limits = { ...MAX_PENDING, maxPendingPerClient: 5 };
    const submits = Array.from(
      { length: 12 },
      (_, index) => jobs.submit(newJob({ owner: `anonymous:${index}` }), limits),
    );
    assert.deepEqual(tally(await Promise.all(submits)), { accepted: 5, too_many_jobs: 7 });
    const other = await jobs.submit(newJob({ client: "address:192.0.2.2" }), limits);
    assert.equal(other.outcome, "accepted");
  });

  test("says that the queue is full rather than that the client has too many", async ({ jobs }) => {
    const limits = { maxPending: 1, maxPendingPerClient: 1 };
    await jobs.submit(newJob(), limits);
    assert.deepEqual(await jobs.submit(newJob(), limits), { outcome: "queue_full" });
  });

  test("counts only what waits: a running job leaves its client's place free", async (store) => {
    const limits = { ...MAX_PENDING, maxPendingPerClient: 1 };
    await submitAndClaim(store.jobs);
    assert.equal((await store.jobs.submit(newJob(), limits)).outcome, "accepted");
  });

  test("replays a submit though its client has too many", async ({ jobs }) => {
    const limits = { ...MAX_PENDING, maxPendingPerClient: 1 };
    await jobs.submit(newJob({ idempotencyKey: "k" }), limits);
    const again = await jobs.submit(newJob({ idempotencyKey: "k" }), limits);
    assert.equal(again.outcome, "replayed");
  });

  test("retries no more jobs than may wait, also for many at once", async ({ jobs }) => {
    const ended = await Promise.all(Array.from({ length: 8 }, () => cancelledJob(jobs)));
    const limits = { ...MAX_PENDING, maxPendingPerClient: 3 };
    const outcomes = await Promise.all(ended.map((jobId) => jobs.retry(jobId, limits)));
    assert.deepEqual(tally(outcomes), { accepted: 3, too_many_jobs: 5 });
    assert.equal((await jobs.countByStatus()).get("pending"), 3);
  });
}

/** Adds pending jobs, each client's in turn. */
export async function addPending(
  sql: Sql,
  { jobs, clients }: { readonly jobs: number; readonly clients: number },
): Promise<void> {
  await sql`
    insert into jobs (job_id, status, songs, client, fair_rank)
    select gen_random_uuid(), 'pending', '{}', 'client ' || number % ${clients}::int,
      1 + number / ${clients}::int
    from generate_series(0, ${jobs}::int - 1) number`;
}

/** Eight claimers at once take and end jobs until none is left; looks at all that run each time. */
export async function runAll({ jobs, sql }: Pick<Store, "jobs" | "sql">, limits: ClaimLimits) {
  const mostRunning = { ofAll: 0, ofClient: 0 };
  let done = 0;

  async function work(workerId: string): Promise<void> {
    while (await isAnyPending(sql)) {
      const claimed = await jobs.claim({ ...limits, workerId });
      if (!claimed) continue;
      const counts = await countRunning(sql);
      mostRunning.ofAll = Math.max(mostRunning.ofAll, sum(counts));
      mostRunning.ofClient = Math.max(mostRunning.ofClient, ...counts);
      await jobs.settle(claimed.fence, COMPLETED);
      done++;
    }
  }

  await Promise.all(Array.from({ length: 8 }, (_, index) => work(`worker-${index}`)));
  return { done, mostRunning };
}

async function isAnyPending(sql: Sql): Promise<boolean> {
  const rows = await sql`select 1 from jobs where status = 'pending' limit 1`;
  return rows.length > 0;
}

async function countRunning(sql: Sql): Promise<number[]> {
  const rows = await sql<{ count: number }[]>`
    select count(*)::int as count from jobs where status = 'running' group by client`;
  return rows.map(({ count }) => count);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

async function cancelledJob(jobs: JobStore): Promise<string> {
  const job = newJob();
  await jobs.submit(job, MAX_PENDING);
  await jobs.requestCancel(job.jobId);
  return job.jobId;
}

function tally(outcomes: readonly (SubmitOutcome | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of outcomes) {
    const outcome = answer?.outcome ?? "none";
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
