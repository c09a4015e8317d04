// Reads: lists, positions, counts, files. None changes anything, each has a limit.

import type { JobQuery, RecentRun, StoredFile } from "../../../jobs/job_store.ts";
import type { Status } from "../../../jobs/job.ts";
import { withDefaults } from "../../../jobs/options.ts";
import { MAX_FILES_PER_JOB } from "../../../jobs/plan_outputs.ts";
import type { Report } from "../../../jobs/report.ts";
import type { Sql } from "../sql.ts";
import { jobColumns, type JobRow } from "./job_row.ts";

/** The page and the cursor of the next one, null on the last. */
export async function listJobRows(
  sql: Sql,
  query: JobQuery,
): Promise<{ rows: JobRow[]; nextCursor: string | null }> {
  const cursor = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  const rows = await sql<(JobRow & { created_us: number })[]>`
    with page as materialized (
      select *, (extract(epoch from created_at) * 1000000)::bigint as created_us from jobs
      where (${query.owner ?? null}::text is null or owner = ${query.owner ?? null}::text)
        and (${query.status ?? null}::text is null or status = ${query.status ?? null}::text)
        and (${cursor?.createdUs ?? null}::bigint is null or (created_at, job_id) <
          ('epoch'::timestamptz + ${cursor?.createdUs ?? null}::bigint * interval '1 microsecond',
            ${cursor?.jobId ?? null}::uuid))
      order by created_at desc, job_id desc limit ${query.limit + 1}::int),
    queue as (
      select job_id, ${queuePosition(sql)} as position from jobs
      where status = 'pending' and exists (select 1 from page where status = 'pending'))
    select ${jobColumns(sql, sql`queue.position`)}
    from page j left join queue on queue.job_id = j.job_id
    order by j.created_at desc, j.job_id desc`;
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { rows: page, nextCursor: hasMore ? `${last.created_us}.${last.job_id}` : null };
}

const CURSOR = /^(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

// A cursor nobody gave out starts after everything: an empty page.
function parseCursor(cursor: string): { createdUs: number; jobId: string } {
  const [, createdUs, jobId] = CURSOR.exec(cursor) ?? [];
  return createdUs === undefined || jobId === undefined
    ? { createdUs: 0, jobId: "00000000-0000-0000-0000-000000000000" }
    : { createdUs: Number(createdUs), jobId };
}

export async function queuePositions(
  sql: Sql,
  jobIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql<{ job_id: string; position: number }[]>`
    select job_id, position from (
      select job_id, ${queuePosition(sql)} as position from jobs where status = 'pending') queue
    where job_id = any(${jobIds as string[]}::uuid[])`;
  return new Map(rows.map((row) => [row.job_id, row.position]));
}

/** Of every pending row at once; of a single job `jobColumns` counts it. */
function queuePosition(sql: Sql) {
  return sql`1 + (count(*) filter (where run_at <= now()) over (
    order by fair_rank, created_at, job_id rows between unbounded preceding and 1 preceding))::int`;
}

export async function countByStatus(sql: Sql): Promise<Map<Status, number>> {
  const rows = await sql<{ status: Status; count: number }[]>`
    select status, count(*)::int as count from jobs group by status`;
  return new Map(rows.map((row) => [row.status, row.count]));
}

/** The jobs that are not over, without a look at those that are. */
export async function countOpen(sql: Sql): Promise<{ pending: number; running: number }> {
  const [row] = await sql<{ pending: number; running: number }[]>`
    select (select count(*)::int from jobs where status = 'pending') as pending,
      (select count(*)::int from jobs where status = 'running') as running`;
  return row!;
}

export async function recentRuns(sql: Sql, limit: number): Promise<RecentRun[]> {
  const rows = await sql<Pick<JobRow, "timings" | "options">[]>`
    select timings, options from jobs
    where finished_at is not null and status = 'completed'
    order by finished_at desc limit ${limit}::int`;
  return rows.map(({ timings, options }) => ({ timings, options: withDefaults(options) }));
}

export async function findReport(sql: Sql, jobId: string): Promise<Report | null | undefined> {
  const [row] = await sql<{ report: Report | null }[]>`
    select report from jobs where job_id = ${jobId}::uuid`;
  return row?.report;
}

type StoredFileRow = {
  readonly file_id: string;
  readonly job_id: string;
  readonly kind: StoredFile["kind"];
  readonly name: string;
  readonly media_type: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly object_key: string;
  readonly file_name: string;
  readonly expires_at: Date;
};

export async function findFiles(
  sql: Sql,
  by: { readonly fileId: string } | { readonly jobId: string },
): Promise<StoredFile[]> {
  const where = "fileId" in by
    ? sql`file_id = ${by.fileId}::uuid`
    : sql`job_id = ${by.jobId}::uuid`;
  const rows = await sql<StoredFileRow[]>`
    select file_id, job_id, kind, name, media_type, size_bytes, sha256, object_key, file_name,
      case when deleted_at is null then expires_at else least(expires_at, deleted_at) end as expires_at
    from files where ${where} limit ${MAX_FILES_PER_JOB}::int`;
  return rows.map((row) => ({
    fileId: row.file_id,
    jobId: row.job_id,
    kind: row.kind,
    name: row.name || null,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    objectKey: row.object_key,
    fileName: row.file_name,
    expiresAt: row.expires_at,
  }));
}
