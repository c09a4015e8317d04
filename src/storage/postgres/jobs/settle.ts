// The ends of an attempt: settled for good, given back, or taken from a worker that fell silent.
// Each runs in a transaction with the frame that tells of it.

import type { Envelope } from "../../../jobs/fanout.ts";
import { MAX_FAILURES, type Status } from "../../../jobs/job.ts";
import type { Fence, Release, Settlement } from "../../../jobs/job_store.ts";
import type { Sql } from "../sql.ts";
import { isHeld } from "./fenced.ts";
import { type JobRow, loadJobRow, toJob } from "./job_row.ts";
import { insertFrame } from "./stored_frame.ts";

export type Retention = {
  readonly jobRetentionDays: number;
  readonly fileRetentionHours: number;
};

type Failure = NonNullable<Release["failure"]>;

const WORKER_LOST: Failure = {
  error: "The worker that ran this job fell silent too often",
  errorCode: "worker_lost",
};
const WORKER_LOST_AFTER = "The worker that ran this job fell silent, and before that: ";

/** Most jobs one reaping takes. */
const MAX_REAPED = 50;
const MAX_KEPT_MESSAGE_CHARACTERS = 500;

/** Running → failed or cancelled. */
export async function settleJob(
  sql: Sql,
  fence: Fence,
  settlement: Exclude<Settlement, { status: "completed" }>,
  jobRetentionDays: number,
): Promise<Envelope[] | undefined> {
  const failed = settlement.status === "failed" ? settlement : undefined;
  const rows = await sql`
    update jobs set seq = seq + 1, status = ${settlement.status}, finished_at = now(),
      worker_id = null, lease_expires_at = null, warnings = '[]',
      error_message = ${failed?.error ?? null}::text,
      error_code = ${failed?.errorCode ?? null}::text,
      last_errors = ${errorsWith(sql, failed)},
      timings = timings || ${JSON.stringify(settlement.timings)}::text::jsonb
    where ${isHeld(sql, fence)} returning 1`;
  if (rows.length === 0) return undefined;
  return [await insertTerminalFrame(sql, fence.jobId, jobRetentionDays)];
}

/** The frame of a state the row has just reached, at the row's `seq`. */
export async function insertTerminalFrame(
  sql: Sql,
  jobId: string,
  jobRetentionDays: number,
): Promise<Envelope> {
  const row = (await loadJobRow(sql, jobId))!;
  return await insertFrame(sql, {
    jobId,
    seq: row.seq,
    prevSeq: row.seq - 1,
    type: row.status as "completed" | "failed" | "cancelled",
    payload: { job: toJob(row, jobRetentionDays) },
  });
}

export async function releaseJob(
  sql: Sql,
  fence: Fence,
  release: Release,
  jobRetentionDays: number,
): Promise<Envelope | undefined> {
  const { failure, delaySeconds } = release;
  const [row] = await sql<Released[]>`
    update jobs set ${endAttempt(sql, failure, delaySeconds)},
      error_message = case when ${isLastFailure(sql, failure)}
        then ${failure?.error ?? null}::text end
    where ${isHeld(sql, fence)} returning job_id, seq, status`;
  return row && await insertEndFrame(sql, row, release.reason, jobRetentionDays);
}

/**
 * Takes running jobs whose lease has ended. Counting the failure here, at the crash, is what
 * stops a job that kills its workers. Its owner is told of an error that was more than silence.
 */
export async function reapJobs(
  sql: Sql,
  options: { readonly everyRunning: boolean; readonly jobRetentionDays: number },
): Promise<Envelope[]> {
  const rows = await sql<Released[]>`
    with dead as (
      select job_id from jobs
      where status = 'running' and (${options.everyRunning}::boolean or lease_expires_at < now())
      order by lease_expires_at limit ${MAX_REAPED}::int for update skip locked)
    update jobs set ${endAttempt(sql, WORKER_LOST, 0)},
      error_message = case when ${isLastFailure(sql, WORKER_LOST)} then coalesce(
        ${WORKER_LOST_AFTER}::text || (
          select error ->> 'message'
          from jsonb_array_elements(last_errors) with ordinality kept(error, position)
          -- not one from before its owner's retry
          where position > jsonb_array_length(last_errors) - failures
            and error ->> 'code' <> ${WORKER_LOST.errorCode}
          order by position desc limit 1),
        ${WORKER_LOST.error}::text) end
    from dead where jobs.job_id = dead.job_id and jobs.status = 'running'
    returning jobs.job_id, jobs.seq, jobs.status`;
  const envelopes: Envelope[] = [];
  for (const row of rows) {
    envelopes.push(
      await insertEndFrame(sql, row, "The worker fell silent", options.jobRetentionDays),
    );
  }
  return envelopes;
}

type Released = Pick<JobRow, "job_id" | "seq" | "status">;

function isLastFailure(sql: Sql, failure: Failure | undefined) {
  return failure
    ? sql`cancel_requested_at is null and failures + 1 >= ${MAX_FAILURES}::int`
    : sql`false`;
}

function endAttempt(sql: Sql, failure: Failure | undefined, delaySeconds: number) {
  return sql`seq = seq + 1, failures = failures + ${failure ? 1 : 0}::int,
    worker_id = null, lease_expires_at = null,
    status = case when cancel_requested_at is not null then 'cancelled'
      when ${isLastFailure(sql, failure)} then 'failed' else 'pending' end,
    stage = case when cancel_requested_at is not null or ${isLastFailure(sql, failure)}
      then stage else 'queued' end,
    finished_at = case when cancel_requested_at is not null or ${isLastFailure(sql, failure)}
      then now() end,
    error_code = case when ${isLastFailure(sql, failure)}
      then ${failure?.errorCode ?? null}::text end,
    last_errors = ${errorsWith(sql, failure)},
    run_at = now() + ${delaySeconds}::double precision * interval '1 second'`;
}

/** Kept for the operator, of the latest attempts that failed: the job itself shows its last error. */
function errorsWith(sql: Sql, failure: Failure | undefined) {
  return failure
    ? sql`case when jsonb_array_length(last_errors) < ${MAX_FAILURES}::int then last_errors
        else last_errors - 0 end || jsonb_build_object('attempt', attempt, 'at', now(),
        'code', ${failure.errorCode}::text,
        'message', left(${failure.error}::text, ${MAX_KEPT_MESSAGE_CHARACTERS}::int))`
    : sql`last_errors`;
}

async function insertEndFrame(
  sql: Sql,
  row: Released,
  reason: string,
  jobRetentionDays: number,
): Promise<Envelope> {
  const stillOpen: Status = "pending";
  if (row.status !== stillOpen) {
    return await insertTerminalFrame(sql, row.job_id, jobRetentionDays);
  }
  return await insertFrame(sql, {
    jobId: row.job_id,
    seq: row.seq,
    prevSeq: row.seq - 1,
    type: "interrupted",
    payload: { reason },
  });
}
