// Pending → running: one job to one worker, with a lease on the database's clock.

import type { ClaimedJob, ClaimLimits } from "../../../jobs/job_store.ts";
import { SEQ_PER_ATTEMPT } from "../../../jobs/job.ts";
import type { Sql } from "../sql.ts";
import { loadJobRow, toJob } from "./job_row.ts";
import { insertFrame } from "./stored_frame.ts";
import { lockForTransaction } from "./submit.ts";

const CLAIM_LOCK = 1;

/**
 * Under the lock, the caps hold against concurrent claimers: 8 of them with a cap of 3 reached 8
 * without it. The caps are counted from running rows, so a crash leaks none.
 */
export async function claimJob(
  sql: Sql,
  limits: ClaimLimits,
  jobRetentionDays: number,
): Promise<ClaimedJob | undefined> {
  await lockForTransaction(sql, CLAIM_LOCK);
  const [claimed] = await sql<{ job_id: string; attempt: number; prev_seq: number }[]>`
    with busy as materialized (
      select owner from jobs where status = 'running'
      group by owner having count(*) >= ${limits.maxRunningPerOwner}::int),
    next as (
      select job_id, seq as prev_seq from jobs
      where status = 'pending' and run_at <= now()
        and owner <> all (array(select owner from busy))
        and (select count(*) from jobs where status = 'running') < ${limits.maxRunning}::int
      order by fair_rank, created_at, job_id limit 1 for update skip locked)
    update jobs j set
      status = 'running', stage = 'fetching', progress = 0, progress_basis = 'estimated',
      attempt = j.attempt + 1, seq = (j.attempt + 1) * ${SEQ_PER_ATTEMPT}::bigint,
      worker_id = ${limits.workerId},
      lease_expires_at = now() + ${limits.leaseSeconds}::int * interval '1 second',
      started_at = coalesce(j.started_at, now()),
      timings = jsonb_build_object(
        'queuedMs', greatest(0, extract(epoch from clock_timestamp() - j.run_at) * 1000)::bigint)
    from next where j.job_id = next.job_id
    returning j.job_id, j.attempt, next.prev_seq`;
  if (!claimed) return undefined;
  const { job_id: jobId, attempt, prev_seq: prevSeq } = claimed;
  const started = await insertFrame(sql, {
    jobId,
    seq: attempt * SEQ_PER_ATTEMPT,
    prevSeq,
    type: "started",
    payload: { attempt },
  });
  const row = await loadJobRow(sql, jobId);
  return {
    fence: { jobId, attempt, workerId: limits.workerId },
    job: toJob(row!, jobRetentionDays),
    started,
  };
}
