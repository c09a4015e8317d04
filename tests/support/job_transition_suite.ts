// What every database must do with the table of transitions: those moves, and no others.

import assert from "node:assert/strict";
import { type Status, STATUSES, TRANSITIONS } from "../../src/jobs/job.ts";
import type { Fence, JobStore } from "../../src/jobs/job_store.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import type { Sql } from "../../src/storage/postgres/sql.ts";
import { CLAIM, jobStoreTests, MAX_PENDING, submitted } from "./job_store_world.ts";
import type { Need } from "./needed_program.ts";

type Move = (jobs: JobStore, fence: Fence) => Promise<unknown>;

const MOVES: Readonly<Record<keyof typeof TRANSITIONS, Move>> = {
  claim: (jobs) => jobs.claim(CLAIM),
  complete: (jobs, fence) =>
    jobs.settle(fence, {
      status: "completed",
      outputFileId: crypto.randomUUID(),
      warnings: [],
      timings: {},
    }),
  fail: (jobs, fence) =>
    jobs.settle(fence, { status: "failed", error: "No", errorCode: "internal", timings: {} }),
  async cancel(jobs, fence) {
    await jobs.requestCancel(fence.jobId);
    await jobs.settle(fence, { status: "cancelled", timings: {} });
  },
  release: (jobs, fence) => jobs.release(fence, { reason: "a stop", delaySeconds: 0 }),
  retry: (jobs, { jobId }) => jobs.retry(jobId, MAX_PENDING),
};

export function jobTransitionSuite(name: string, need: Need, open: () => Promise<Database>): void {
  const test = jobStoreTests(name, need, open);

  test("moves a job as the table of transitions says, and not otherwise", async (store) => {
    for (const status of STATUSES) {
      for (const [move, { from, to }] of Object.entries(TRANSITIONS)) {
        const isAllowed = (from as readonly Status[]).includes(status);
        const reached = await statusAfter(store, status, MOVES[move as keyof typeof MOVES]);
        assert.equal(reached, isAllowed ? to : status, `${move} from ${status}`);
      }
    }
  });
}

/** The job is the only one there, and gone again afterwards. */
async function statusAfter(
  { jobs, sql }: { readonly jobs: JobStore; readonly sql: Sql },
  status: Status,
  move: Move,
): Promise<Status | undefined> {
  const { jobId } = await submitted(jobs);
  const { workerId } = CLAIM;
  await sql`update jobs set status = ${status}, attempt = 1, worker_id = ${workerId}`;
  await move(jobs, { jobId, attempt: 1, workerId });
  const job = await jobs.find(jobId);
  await sql`delete from jobs`;
  return job?.status;
}
