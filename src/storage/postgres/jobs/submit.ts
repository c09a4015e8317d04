// A new job, unless its idempotency key is known or the queue is full.

import type { NewJob, SubmitOutcome } from "../../../jobs/job_store.ts";
import type { Sql } from "../sql.ts";
import { loadJobRow, toJob } from "./job_row.ts";

/** Taken by whoever adds pending jobs, so that the count before the insert stays true. */
export const SUBMIT_LOCK = 2;
const LOCK_SPACE = 7301;

export async function lockForTransaction(sql: Sql, lock: number): Promise<void> {
  // Its own statement: the next one must take a fresh snapshot.
  await sql`select pg_advisory_xact_lock(${LOCK_SPACE}::int, ${lock}::int)`;
}

export async function submitJob(
  sql: Sql,
  job: NewJob,
  limits: { readonly maxPending: number; readonly jobRetentionDays: number },
): Promise<SubmitOutcome> {
  await lockForTransaction(sql, SUBMIT_LOCK);
  const known = job.idempotencyKey === undefined ? undefined : await findSubmittedJob(
    sql,
    { ...job, idempotencyKey: job.idempotencyKey },
    limits.jobRetentionDays,
  );
  if (known) return known;
  if (await isQueueFull(sql, limits.maxPending)) return { outcome: "queue_full" };
  await insertJob(sql, job);
  const row = await loadJobRow(sql, job.jobId);
  return { outcome: "accepted", job: toJob(row!, limits.jobRetentionDays) };
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

export async function isQueueFull(sql: Sql, maxPending: number): Promise<boolean> {
  const [row] = await sql<{ full: boolean }[]>`
    select count(*) >= ${maxPending}::int as full from (
      select 1 from jobs where status = 'pending' limit ${maxPending}::int
    ) pending`;
  return row!.full;
}

async function insertJob(sql: Sql, job: NewJob): Promise<void> {
  await sql`
    insert into jobs (job_id, status, songs, song_refs, options, owner, client, fair_rank,
      idempotency_key, request_hash)
    values (${job.jobId}::uuid, 'pending',
      array(select ref ->> 'songId' from jsonb_array_elements(${
    JSON.stringify(job.songs)
  }::text::jsonb) ref),
      ${JSON.stringify(job.songs)}::text::json, ${JSON.stringify(job.options)}::text::json,
      ${job.owner}, ${job.client}, ${nextFairRank(sql, job.owner)},
      ${job.idempotencyKey ?? null}::text, ${job.requestHash})`;
}

/**
 * One place behind the owner's last job, or behind the head of the queue: a client with 1,000 jobs
 * does not delay one with 1, and a stream of new clients does not starve it.
 */
export function nextFairRank(sql: Sql, owner: string) {
  return sql`1 + greatest(0,
    (select max(fair_rank) from jobs where owner = ${owner} and status in ('pending', 'running')),
    (select min(fair_rank) from jobs where status = 'pending'))`;
}
