// Changes of a running job, each fenced by worker and attempt: no row means the fence is lost.
// The attempt is compared, not the time: a late owner whom nobody replaced may still finish.

import type { Envelope } from "../../../jobs/fanout.ts";
import type { Fence, NewFile, NewFrame, Progress } from "../../../jobs/job_store.ts";
import type { Sql } from "../sql.ts";
import { toOutput } from "./job_row.ts";
import { type FrameRow, insertFrame, toFrame } from "./stored_frame.ts";

/** The predicate every fenced statement ends with. */
export function isHeld(sql: Sql, fence: Fence) {
  return sql`job_id = ${fence.jobId}::uuid and status = 'running'
    and attempt = ${fence.attempt}::int and worker_id = ${fence.workerId}`;
}

/** What an insert of a file does with the one of an earlier attempt. */
export function replacingFile(sql: Sql) {
  return sql`on conflict (job_id, kind, name) do update set
      file_id = excluded.file_id, media_type = excluded.media_type,
      size_bytes = excluded.size_bytes, sha256 = excluded.sha256,
      object_key = excluded.object_key, file_name = excluded.file_name,
      created_at = now(), expires_at = excluded.expires_at, deleted_at = null`;
}

export async function heartbeatJobs(
  sql: Sql,
  workerId: string,
  held: readonly Fence[],
  leaseSeconds: number,
): Promise<{ jobId: string; cancelRequested: boolean }[]> {
  const rows = await sql<{ job_id: string; cancel_requested: boolean }[]>`
    with held as (
      select * from unnest(${held.map(({ jobId }) => jobId)}::uuid[], ${
    held.map(({ attempt }) => attempt)
  }::int[]) as held(job_id, attempt)),
    -- in the order in which completions lock them, or each waits for the other
    locked as (
      select job_id from jobs where job_id = any (array(select job_id from held))
      order by job_id for update)
    update jobs j set lease_expires_at = now() + ${leaseSeconds}::int * interval '1 second'
    from held
    where j.job_id = held.job_id and j.attempt = held.attempt and j.status = 'running'
      and j.worker_id = ${workerId} and j.job_id = any (array(select job_id from locked))
    returning j.job_id, j.cancel_requested_at is not null as cancel_requested`;
  return rows.map((row) => ({ jobId: row.job_id, cancelRequested: row.cancel_requested }));
}

/** All frames in one statement; the job's stage follows the last `stage` frame among them. */
export async function appendFrames(
  sql: Sql,
  fence: Fence,
  frames: readonly NewFrame[],
): Promise<Envelope[] | undefined> {
  if (frames.length === 0) return [];
  const stage = frames.findLast((frame) => frame.type === "stage")?.stage ?? null;
  const rows = await sql<FrameRow[]>`
    with owned as (
      update jobs set seq = seq + ${frames.length}::int, stage = coalesce(${stage}::text, stage)
      where ${isHeld(sql, fence)} returning job_id, seq - ${frames.length}::int as before)
    insert into job_frames (job_id, seq, type, payload)
    select owned.job_id, owned.before + f.position, f.frame ->> 'type', f.frame - 'type'
    from owned, jsonb_array_elements(${JSON.stringify(frames)}::text::jsonb)
      with ordinality as f(frame, position)
    returning job_id, seq, type, payload, at`;
  if (rows.length === 0) return undefined;
  const ordered = rows.toSorted((a, b) => a.seq - b.seq);
  return ordered.map((row) => ({ frame: toFrame(row), prevSeq: row.seq - 1 }));
}

export async function saveProgress(
  sql: Sql,
  fence: Fence,
  progress: Progress,
): Promise<{ seq: number } | undefined> {
  const [row] = await sql<{ seq: number }[]>`
    update jobs set progress = greatest(progress, ${progress.progress}::int),
      progress_basis = ${progress.progressBasis}
    where ${isHeld(sql, fence)} returning seq`;
  return row;
}

/** Runs in a transaction: the file's row, its `output` frame, and what the composer reported. */
export async function publishOutput(
  sql: Sql,
  fence: Fence,
  { file, report }: { readonly file: NewFile; readonly report?: unknown },
  fileRetentionHours: number,
): Promise<Envelope | undefined> {
  const isNewPiece = file.kind === "midi";
  const [job] = await sql<{ seq: number }[]>`
    update jobs set seq = seq + 1,
      report = case when ${isNewPiece} then ${
    report === undefined ? null : JSON.stringify(report)
  }::text::jsonb else report end
    where ${isHeld(sql, fence)} returning seq`;
  if (!job) return undefined;
  if (isNewPiece) await sql`delete from files where job_id = ${fence.jobId}::uuid`;
  const [row] = await sql<(Parameters<typeof toOutput>[0])[]>`
    insert into files (file_id, job_id, kind, name, media_type, size_bytes, sha256, object_key, file_name,
      expires_at)
    values (${file.fileId}::uuid, ${fence.jobId}::uuid, ${file.kind}, ${
    file.name ?? ""
  }, ${file.mediaType},
      ${file.sizeBytes}::bigint, ${file.sha256}, ${file.objectKey}, ${file.fileName},
      now() + ${fileRetentionHours}::int * interval '1 hour')
    ${replacingFile(sql)}
    returning file_id, kind, name, media_type, size_bytes, sha256, expires_at`;
  return await insertFrame(sql, {
    jobId: fence.jobId,
    seq: job.seq,
    prevSeq: job.seq - 1,
    type: "output",
    payload: { output: toOutput(row!) },
  });
}
