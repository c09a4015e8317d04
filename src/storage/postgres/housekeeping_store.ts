// The HousekeepingStore on PostgreSQL, embedded or a server.

import type { HousekeepingStore, LiveFile, Statistics } from "../../jobs/housekeeping_store.ts";
import type { Database } from "./database.ts";
import type { Sql } from "./sql.ts";
import { vacuum } from "./vacuum.ts";

export function createHousekeepingStore(
  database: Database,
  options: { readonly jobRetentionDays: number },
): HousekeepingStore {
  return {
    expireFiles: (limit) => database.query((sql) => expireFiles(sql, limit)),
    pruneJobs: (limit) =>
      database.transaction((sql) => pruneJobs(sql, limit, options.jobRetentionDays)),
    liveObjectKeys: (keys) => database.query((sql) => liveObjectKeys(sql, keys)),
    liveFiles: (after, limit) => database.query((sql) => liveFiles(sql, after, limit)),
    statistics: () => database.query(readStatistics),
    // A server has its own vacuum; it also keeps checkpoints to its superuser.
    vacuum: async () => {
      if (database.isEmbedded) await vacuum(database);
    },
  };
}

async function expireFiles(sql: Sql, limit: number): Promise<string[]> {
  const rows = await sql<{ object_key: string }[]>`
    update files set deleted_at = now() where file_id in (
      select file_id from files where deleted_at is null and expires_at <= now()
      order by expires_at limit ${limit}::int for update skip locked)
    returning object_key`;
  return rows.map((row) => row.object_key);
}

async function pruneJobs(sql: Sql, limit: number, jobRetentionDays: number) {
  const jobs = await sql<{ job_id: string }[]>`
    select job_id from jobs
    where finished_at < now() - ${jobRetentionDays}::int * interval '1 day'
      and status in ('completed', 'failed', 'cancelled')
    order by finished_at limit ${limit}::int for update skip locked`;
  const jobIds = jobs.map((row) => row.job_id);
  const files = await sql<{ object_key: string }[]>`
    select object_key from files where job_id = any(${jobIds}::uuid[]) and deleted_at is null`;
  await sql`delete from jobs where job_id = any(${jobIds}::uuid[])`;
  return { jobs: jobIds.length, objectKeys: files.map((row) => row.object_key) };
}

async function liveObjectKeys(sql: Sql, keys: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ object_key: string }[]>`
    select object_key from files
    where object_key = any(${keys}::text[]) and deleted_at is null
    union all
    select s3_url from songs where s3_url = any(${keys}::text[])`;
  return new Set(rows.map((row) => row.object_key));
}

async function liveFiles(sql: Sql, after: string | undefined, limit: number): Promise<LiveFile[]> {
  const rows = await sql<{ file_id: string; object_key: string }[]>`
    select file_id, object_key from files
    where deleted_at is null and (${after ?? null}::uuid is null or file_id > ${
    after ?? null
  }::uuid)
    order by file_id limit ${limit}::int`;
  return rows.map((row) => ({ fileId: row.file_id, objectKey: row.object_key }));
}

async function readStatistics(sql: Sql): Promise<Statistics> {
  const [row] = await sql<{ statistics: Statistics }[]>`
    with recent as (select * from jobs where created_at > now() - interval '24 hours'),
    runs as (
      select extract(epoch from finished_at - started_at) * 1000 as ms from recent
      where status = 'completed'),
    failures as (
      select error_code, count(*) as n from recent
      where error_code is not null group by error_code limit 50)
    select jsonb_build_object(
      'jobs', coalesce((select jsonb_object_agg(status, n)
        from (select status, count(*) as n from recent group by status) counted), '{}'),
      'failures', coalesce((select jsonb_object_agg(error_code, n) from failures), '{}'),
      'runMs', (select jsonb_build_object(
          'p50', round(percentile_cont(0.5) within group (order by ms)),
          'p90', round(percentile_cont(0.9) within group (order by ms)))
        from runs having count(*) > 0),
      'files', (select jsonb_build_object(
          'count', count(*), 'sizeBytes', coalesce(sum(size_bytes), 0))
        from files where deleted_at is null)) as statistics`;
  return row!.statistics;
}
