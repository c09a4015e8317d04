// What a job's owner can change: cancel and retry. Both run in a transaction.

import type { Envelope } from "../../../jobs/fanout.ts";
import type { Job } from "../../../jobs/job.ts";
import type { SubmitOutcome } from "../../../jobs/job_store.ts";
import type { Sql } from "../sql.ts";
import { loadJobRow, toJob } from "./job_row.ts";
import { insertTerminalFrame } from "./settle.ts";
import {
  findExcess,
  lockForTransaction,
  nextFairRank,
  SUBMIT_LOCK,
  type SubmitLimits,
} from "./submit.ts";

/**
 * Pending → cancelled at once; a running job is marked, and its worker sees the mark with its
 * next heartbeat at the latest; a finished one stays as it is.
 */
export async function cancelJob(
  sql: Sql,
  jobId: string,
  jobRetentionDays: number,
): Promise<{ job: Job; frame?: Envelope } | undefined> {
  const [changed] = await sql<{ status: Job["status"] }[]>`
    update jobs set
      cancel_requested_at = coalesce(cancel_requested_at, now()),
      status = case status when 'pending' then 'cancelled' else status end,
      seq = case status when 'pending' then seq + 1 else seq end,
      finished_at = case status when 'pending' then now() end
    where job_id = ${jobId}::uuid and status in ('pending', 'running') returning status`;
  const frame = changed?.status === "cancelled"
    ? await insertTerminalFrame(sql, jobId, jobRetentionDays)
    : undefined;
  const row = await loadJobRow(sql, jobId);
  return row && { job: toJob(row, jobRetentionDays), ...(frame ? { frame } : {}) };
}

/** Failed or cancelled → pending. `attempt` and `seq` are kept: they only grow. */
export async function retryJob(
  sql: Sql,
  jobId: string,
  limits: SubmitLimits,
): Promise<SubmitOutcome | undefined> {
  await lockForTransaction(sql, SUBMIT_LOCK);
  const [ended] = await sql<{ client: string }[]>`
    select client from jobs
    where job_id = ${jobId}::uuid and status in ('failed', 'cancelled')`;
  if (!ended) return undefined;
  const excess = await findExcess(sql, ended.client, limits);
  if (excess) return { outcome: excess };
  await sql`
    update jobs set status = 'pending', stage = 'queued', progress = 0, failures = 0,
      cancel_requested_at = null, error_code = null, error_message = null, warnings = '[]',
      timings = '{}', started_at = null, finished_at = null, run_at = now(),
      fair_rank = ${nextFairRank(sql, ended.client)}
    where job_id = ${jobId}::uuid and status in ('failed', 'cancelled')`;
  const retried = await loadJobRow(sql, jobId);
  return { outcome: "accepted", job: toJob(retried!, limits.jobRetentionDays) };
}
