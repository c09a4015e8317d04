// A job store and its model side by side, and the look that compares all there is to see.

import assert from "node:assert/strict";
import type { Fence, JobStore } from "../../src/jobs/job_store.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import { createJobStore } from "../../src/storage/postgres/job_store.ts";
import type { Sql } from "../../src/storage/postgres/sql.ts";
import { JobModel, type ModelJob } from "./job_model.ts";

export type JobModelWorld = {
  readonly store: JobStore;
  readonly sql: Sql;
  readonly model: JobModel;
  /** All that were ever given out, in order. */
  readonly fences: Fence[];
  /** Ids grow, so that jobs of one instant stand in the order of their submission. */
  readonly newJobId: () => string;
  /** Counts what happened. */
  readonly tally: (what: string) => void;
};

/** An empty store and an empty model. */
export async function openJobModelWorld(
  { sql, ...database }: Database,
  tally: (what: string) => void,
): Promise<JobModelWorld> {
  await sql`delete from jobs`;
  let jobs = 0;
  return {
    store: createJobStore({ sql, ...database }, { jobRetentionDays: 7, fileRetentionHours: 24 }),
    sql,
    model: new JobModel(),
    fences: [],
    newJobId: () => `00000000-0000-4000-8000-${String(++jobs).padStart(12, "0")}`,
    tally,
  };
}

/** Compares what the contract shows, and the rows behind it, with the model. */
export async function compareWithModel({ store, sql, model }: JobModelWorld): Promise<void> {
  const everything = { owner: undefined, status: undefined, cursor: undefined, limit: 1_000 };
  const { jobs } = await store.list(everything);
  const shown = jobs.toReversed().map((job) => ({
    jobId: job.jobId,
    status: job.status,
    stage: job.stage,
    progress: job.progress,
    attempt: job.attempt,
    seq: job.seq,
    cancelRequested: job.cancelRequested,
    queuePosition: job.queuePosition,
    outputFileId: job.outputFileId,
    outputs: job.outputs.map(({ kind, name, fileId }) => `${kind} ${name} ${fileId}`).toSorted(),
    errorCode: job.errorCode,
    hasEnded: job.finishedAt !== null,
  }));
  const expected = model.jobs.map((job) => shownOf(job, model.queuePosition(job)));
  assert.deepEqual(shown, expected, "what everyone sees");
  assert.deepEqual(await readRows(sql), model.jobs.map(rowOf), "what the tables hold");
}

function shownOf(job: ModelJob, queuePosition: number | null) {
  return {
    jobId: job.jobId,
    status: job.status,
    stage: job.stage,
    progress: job.progress,
    attempt: job.attempt,
    seq: job.seq,
    cancelRequested: job.cancelRequested,
    queuePosition,
    outputFileId: job.outputFileId,
    outputs: [...job.files].map(([output, fileId]) => `${output} ${fileId}`).toSorted(),
    errorCode: job.errorCode,
    hasEnded: ["completed", "failed", "cancelled"].includes(job.status),
  };
}

type Row = ReturnType<typeof rowOf>;

function rowOf({ jobId, failures, errors, workerId, isLeaseOver, frames }: ModelJob) {
  const lease = workerId === null ? "none" : isLeaseOver ? "over" : "on";
  const stored = frames.map(({ seq, type }) => [seq, type]);
  return { jobId, failures, errors, workerId, lease, frames: stored };
}

async function readRows(sql: Sql): Promise<Row[]> {
  const rows = await sql<Row[]>`
    select job_id as "jobId", failures, worker_id as "workerId",
      coalesce((
        select json_agg(json_build_array(kept -> 'attempt', kept ->> 'code') order by place)
        from jsonb_array_elements(last_errors) with ordinality as e (kept, place)), '[]') as errors,
      case when lease_expires_at is null then 'none'
        when lease_expires_at < now() then 'over' else 'on' end as lease,
      coalesce((
        select json_agg(json_build_array(seq, type) order by seq) from job_frames f
        where f.job_id = j.job_id), '[]') as frames
    from jobs j order by job_id`;
  return rows.map((row) => ({ ...row }));
}
