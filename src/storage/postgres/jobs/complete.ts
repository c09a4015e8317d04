// Running → completed, of one job or of several at once: their last files, their rows and the frames
// that tell of both. Runs in a transaction.

import type { Envelope } from "../../../jobs/fanout.ts";
import type { Fence, Settlement } from "../../../jobs/job_store.ts";
import type { Sql } from "../sql.ts";
import { replacingFile } from "./fenced.ts";
import { type JobRow, toJob, toOutput } from "./job_row.ts";
import type { Retention } from "./settle.ts";
import { type FrameToInsert, insertFrames } from "./stored_frame.ts";

export type Completion = {
  readonly fence: Fence;
  readonly settlement: Extract<Settlement, { status: "completed" }>;
};

/** The `output` and `completed` frames of each in its place; undefined where the fence is lost. */
export async function completeJobs(
  sql: Sql,
  completions: readonly Completion[],
  retention: Retention,
): Promise<(Envelope[] | undefined)[]> {
  const rows = await endJobs(sql, completions, retention.fileRetentionHours);
  const framesOf = rows.map((row) => framesToInsert(row, completions, retention));
  const envelopes = await insertFrames(sql, framesOf.flat());
  return completions.map((_, position) => {
    const row = rows.find((row) => row.position === position);
    return row && envelopes.filter(({ frame }) => frame.jobId === row.job_id);
  });
}

type CompletedRow = JobRow & { readonly position: number };

/** Rows come back only for fences that held. Files just inserted are not yet to be seen in `files`. */
async function endJobs(
  sql: Sql,
  completions: readonly Completion[],
  fileRetentionHours: number,
): Promise<CompletedRow[]> {
  const ends = completions.map(({ fence, settlement }, position) => ({
    position,
    ...fence,
    ...settlement,
  }));
  return await sql<CompletedRow[]>`
    with ends as (
      select * from jsonb_to_recordset(${JSON.stringify(ends)}::text::jsonb) as ends(
        position int, "jobId" uuid, attempt int, "workerId" text, "outputFileId" text,
        warnings jsonb, timings jsonb, file jsonb)),
    -- in the order in which heartbeats lock them, or each waits for the other
    locked as (
      select job_id from jobs where job_id = any (array(select "jobId" from ends))
      order by job_id for update),
    completed as (
      update jobs j set status = 'completed', stage = 'done', progress = 100,
        seq = j.seq + case when ends.file is null then 1 else 2 end, finished_at = now(),
        worker_id = null, lease_expires_at = null, output_file_id = ends."outputFileId",
        warnings = ends.warnings, error_message = null, error_code = null,
        timings = j.timings || ends.timings
      from ends
      where j.job_id = ends."jobId" and j.status = 'running' and j.attempt = ends.attempt
        and j.worker_id = ends."workerId" and j.job_id = any (array(select job_id from locked))
      returning j.*, ends.position, ends.file),
    published as (
      insert into files (file_id, job_id, kind, name, media_type, size_bytes, sha256, object_key,
        file_name, expires_at)
      select f."fileId", job_id, f.kind, coalesce(f.name, ''), f."mediaType", f."sizeBytes",
        f.sha256, f."objectKey", f."fileName", now() + ${fileRetentionHours}::int * interval '1 hour'
      from completed, jsonb_to_record(file) as f("fileId" uuid, kind text, name text,
        "mediaType" text, "sizeBytes" bigint, sha256 text, "objectKey" text, "fileName" text)
      where file is not null
      ${replacingFile(sql)}
      returning *)
    select completed.*, null as queue_position, coalesce((
      select jsonb_agg(to_jsonb(f) order by f.created_at, f.kind, f.name) from (
        select * from published p where p.job_id = completed.job_id
        union all
        select * from files old where old.job_id = completed.job_id
          and (old.kind, old.name) is distinct from
            (completed.file ->> 'kind', coalesce(completed.file ->> 'name', ''))) f
    ), '[]') as files
    from completed`;
}

function framesToInsert(
  row: CompletedRow,
  completions: readonly Completion[],
  { jobRetentionDays }: Retention,
): FrameToInsert[] {
  const { job_id: jobId, seq } = row;
  const fileId = completions[row.position]!.settlement.file?.fileId;
  const file = row.files.find(({ file_id }) => file_id === fileId);
  const output = file && { output: toOutput(file) };
  const job = { job: toJob(row, jobRetentionDays) };
  return [
    ...(output ? [{ jobId, seq: seq - 1, prevSeq: seq - 2, type: "output", payload: output }] : []),
    { jobId, seq, prevSeq: seq - 1, type: "completed", payload: job },
  ] as FrameToInsert[];
}
