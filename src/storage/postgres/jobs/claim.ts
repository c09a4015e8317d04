// Pending → running: one job to one worker, with a lease on the database's clock.

import { SEQ_PER_ATTEMPT } from "../../../jobs/job.ts";
import type { ClaimedJob, ClaimLimits } from "../../../jobs/job_store.ts";
import type { Sql } from "../sql.ts";
import { jobColumns, type JobRow, toJob } from "./job_row.ts";
import { toFrame } from "./stored_frame.ts";
import { lockForTransaction } from "./submit.ts";

const CLAIM_LOCK = 1;

type ClaimedRow = JobRow & {
  readonly prev_seq: number;
  readonly turn: number;
  readonly frame_at: Date;
};

/**
 * Runs in a transaction. Under the lock, the caps hold against concurrent claimers: 8 of them with
 * a cap of 3 reached 8 without it.
 */
export async function claimJobUnderCaps(
  sql: Sql,
  limits: ClaimLimits,
  jobRetentionDays: number,
): Promise<ClaimedJob | undefined> {
  await lockForTransaction(sql, CLAIM_LOCK);
  return (await claimJobs(sql, [limits], jobRetentionDays, hasRoom(sql, limits)))[0];
}

/** Who asks for a job, and for how long. */
export type Claimer = Pick<ClaimLimits, "workerId" | "leaseSeconds">;

/**
 * One statement: for each that asks, the job in its fair turn, its lease and its `started` frame;
 * undefined for those that come too late.
 */
export async function claimJobs(
  sql: Sql,
  claimers: readonly Claimer[],
  jobRetentionDays: number,
  isAllowed = sql`true`,
): Promise<(ClaimedJob | undefined)[]> {
  const asking = claimers.map(({ workerId, leaseSeconds }, index) => ({
    turn: index + 1,
    workerId,
    leaseSeconds,
  }));
  const rows = await sql<ClaimedRow[]>`
    with next as (
      select job_id, seq as prev_seq, fair_rank, created_at from jobs
      where status = 'pending' and run_at <= now() and ${isAllowed}
      order by fair_rank, created_at, job_id limit ${
    sql.literal(claimers.length)
  } for update skip locked),
    asking as (
      select * from jsonb_to_recordset(${JSON.stringify(asking)}::text::jsonb)
        as asking(turn int, "workerId" text, "leaseSeconds" int)),
    given as (
      select job_id, prev_seq, asking.* from asking join (
        select *, row_number() over (order by fair_rank, created_at, job_id) as turn from next
      ) ready using (turn)),
    claimed as (
      update jobs j set
        status = 'running', stage = 'fetching', progress = 0, progress_basis = 'estimated',
        attempt = j.attempt + 1, seq = (j.attempt + 1) * ${SEQ_PER_ATTEMPT}::bigint,
        worker_id = given."workerId",
        lease_expires_at = now() + given."leaseSeconds" * interval '1 second',
        started_at = coalesce(j.started_at, now()),
        timings = jsonb_build_object(
          'queuedMs', greatest(0, extract(epoch from clock_timestamp() - j.run_at) * 1000)::bigint)
      from given
      -- the array keeps the planner from reading the whole table for a limit it does not know
      where j.job_id = given.job_id and j.job_id = any (array(select job_id from next))
      returning j.*, given.prev_seq, given.turn),
    started as (
      insert into job_frames (job_id, seq, type, payload)
      select job_id, seq, 'started', jsonb_build_object('attempt', attempt) from claimed
      returning job_id, at)
    select ${jobColumns(sql)}, started.at as frame_at
    from claimed j join started on started.job_id = j.job_id`;
  return claimers.map(({ workerId }, index) => {
    const row = rows.find(({ turn }) => turn === index + 1);
    return row && toClaimedJob(row, workerId, jobRetentionDays);
  });
}

// Both are counted from running rows, so a crash leaks none.
function hasRoom(sql: Sql, { maxRunning, maxRunningPerClient }: ClaimLimits) {
  const inAll = maxRunning === undefined
    ? sql`true`
    : sql`(select count(*) from jobs where status = 'running') < ${maxRunning}::int`;
  return maxRunningPerClient === undefined ? inAll : sql`${inAll} and client <> all (array(
    select client from jobs where status = 'running'
    group by client having count(*) >= ${maxRunningPerClient}::int))`;
}

function toClaimedJob(row: ClaimedRow, workerId: string, jobRetentionDays: number): ClaimedJob {
  const { job_id: jobId, attempt, seq, prev_seq: prevSeq, frame_at: at } = row;
  const frame = toFrame({ job_id: jobId, seq, type: "started", payload: { attempt }, at });
  return {
    fence: { jobId, attempt, workerId },
    job: toJob(row, jobRetentionDays),
    started: { frame, prevSeq },
  };
}
