// A new job, unless its idempotency key is known or too many wait already.

import type { NewJob, PendingLimits, SubmitOutcome } from "../../../jobs/job_store.ts";
import type { Sql } from "../sql.ts";
import { jobColumns, type JobRow, loadJobRow, toJob } from "./job_row.ts";

/** Taken by whoever adds pending jobs, so that the counts before the insert stay true. */
export const SUBMIT_LOCK = 2;
const LOCK_SPACE = 7301;
/** The server takes the lock from a process that stands still under it longer than this. */
const MAX_IDLE_MS = 3_000;

/** In its own statement, as the next one must take a fresh snapshot. Released with the transaction. */
export async function lockForTransaction(sql: Sql, lock: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK_SPACE}::int, ${lock}::int),
    set_config('idle_in_transaction_session_timeout', ${String(MAX_IDLE_MS)}, true)`;
}

export type SubmitLimits = PendingLimits & { readonly jobRetentionDays: number };

export async function submitJob(
  sql: Sql,
  job: NewJob,
  limits: SubmitLimits,
): Promise<SubmitOutcome> {
  await lockForTransaction(sql, SUBMIT_LOCK);
  const known = job.idempotencyKey === undefined ? undefined : await findSubmittedJob(
    sql,
    { ...job, idempotencyKey: job.idempotencyKey },
    limits.jobRetentionDays,
  );
  if (known) return known;
  const excess = await findExcess(sql, job.client, limits);
  if (excess) return { outcome: excess };
  const row = await insertJob(sql, job);
  return { outcome: "accepted", job: toJob(row, limits.jobRetentionDays) };
}

/** The same key by the same owner, or from the same client: a first answer may have been lost with its cookie. */
export async function findSubmittedJob(
  sql: Sql,
  who: Pick<NewJob, "owner" | "client" | "requestHash"> & { readonly idempotencyKey: string },
  jobRetentionDays: number,
): Promise<SubmitOutcome | undefined> {
  const [found] = await sql<{ job_id: string; request_hash: string }[]>`
    select job_id, request_hash from jobs
    where idempotency_key = ${who.idempotencyKey}
      and (owner = ${who.owner} or client = ${who.client})
    order by created_at limit 1`;
  if (!found) return undefined;
  if (found.request_hash !== who.requestHash) return { outcome: "mismatch" };
  const row = await loadJobRow(sql, found.job_id);
  return row && { outcome: "replayed", job: toJob(row, jobRetentionDays) };
}

/** Which limit one more pending job of this client would exceed. Asked under the submit lock. */
export async function findExcess(
  sql: Sql,
  client: string,
  { maxPending, maxPendingPerClient }: PendingLimits,
): Promise<"queue_full" | "too_many_jobs" | undefined> {
  const [pending] = await sql<{ of_all: number; of_client: number }[]>`
    select count(*)::int as of_all, (count(*) filter (where client = ${client}))::int as of_client
    from (select client from jobs where status = 'pending' limit ${maxPending}::int) pending`;
  if (pending!.of_all >= maxPending) return "queue_full";
  return pending!.of_client >= maxPendingPerClient ? "too_many_jobs" : undefined;
}

async function insertJob(sql: Sql, job: NewJob): Promise<JobRow> {
  const [row] = await sql<JobRow[]>`
    insert into jobs as j (job_id, status, songs, song_refs, options, owner, client, fair_rank,
      idempotency_key, request_hash)
    values (${job.jobId}::uuid, 'pending',
      array(select ref ->> 'songId' from jsonb_array_elements(${
    JSON.stringify(job.songs)
  }::text::jsonb) ref),
      ${JSON.stringify(job.songs)}::text::json, ${JSON.stringify(job.options)}::text::json,
      ${job.owner}, ${job.client}, ${nextFairRank(sql, job.client)},
      ${job.idempotencyKey ?? null}::text, ${job.requestHash})
    returning ${jobColumns(sql)}`;
  return row!;
}

/**
 * Start-time fair queueing: one place behind the client's own last job, and behind the furthest
 * place ever reached. So a client with 1,000 jobs is one job ahead of one with 1, and as each job
 * of a newcomer moves the furthest place on, a stream of them overtakes nobody twice.
 */
export function nextFairRank(sql: Sql, client: string) {
  return sql`1 + greatest(0,
    (select max(fair_rank) from jobs where status = 'pending' and client = ${client}),
    (select max(fair_rank) from jobs where started_at is not null))`;
}
