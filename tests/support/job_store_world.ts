// A job store on a database, and the steps its suites share.

import assert from "node:assert/strict";
import type { Frame } from "../../src/jobs/frame.ts";
import type { FrameStore } from "../../src/jobs/frame_store.ts";
import type { ClaimedJob, JobStore } from "../../src/jobs/job_store.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import type { Sql } from "../../src/storage/postgres/sql.ts";
import { createFrameStore, createJobStore } from "../../src/storage/postgres/job_store.ts";
import type { Need } from "./needed_program.ts";
import { newJob } from "./new_job.ts";

export type Store = { readonly jobs: JobStore; readonly frames: FrameStore; readonly sql: Sql };

export const CLAIM = {
  workerId: "worker-1",
  leaseSeconds: 45,
  maxRunning: 100,
  maxRunningPerClient: 100,
};
export const MAX_PENDING = { maxPending: 100, maxPendingPerClient: 100 };

/** Registers tests, each with an empty store of its own. */
export function jobStoreTests(name: string, need: Need, open: () => Promise<Database>) {
  return (behaviour: string, fn: (store: Store) => Promise<void>) =>
    Deno.test(`${name} ${behaviour}`, need, async () => {
      await using database = await open();
      await fn({
        jobs: createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 }),
        frames: createFrameStore(database),
        sql: database.sql,
      });
    });
}

export async function submitted(jobs: JobStore) {
  const job = newJob();
  await jobs.submit(job, MAX_PENDING);
  return job;
}

export async function claimed(jobs: JobStore, workerId = CLAIM.workerId): Promise<ClaimedJob> {
  const job = await jobs.claim({ ...CLAIM, workerId });
  assert.ok(job, "a pending job can be claimed");
  return job;
}

export async function submitAndClaim(jobs: JobStore): Promise<ClaimedJob> {
  await submitted(jobs);
  return await claimed(jobs);
}

export function seqsOf(frames: readonly Frame[]): number[] {
  return frames.map(({ seq }) => seq);
}
