// A row of `jobs` as the Job everyone sees. The one place where columns become camelCase.

import type { Job, Output, Stage, Status, Timings, Warning } from "../../../jobs/job.ts";
import { withDefaults } from "../../../jobs/options.ts";
import type { Sql } from "../sql.ts";

export type JobRow = {
  readonly job_id: string;
  readonly status: Status;
  readonly stage: Stage;
  readonly progress: number;
  readonly progress_basis: Job["progressBasis"];
  readonly song_refs: Job["songs"];
  readonly options: Parameters<typeof withDefaults>[0];
  readonly attempt: number;
  readonly seq: number;
  readonly worker_id: string | null;
  readonly cancel_requested_at: Date | null;
  readonly output_file_id: string | null;
  readonly warnings: Warning[];
  readonly error_message: string | null;
  readonly error_code: string | null;
  readonly timings: Partial<Timings>;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly queue_position: number | null;
  readonly files: readonly FileColumns[];
};

type FileColumns = {
  readonly file_id: string;
  readonly kind: Output["kind"];
  /** Empty where there is none: part of a key. */
  readonly name: string;
  readonly media_type: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly expires_at: string;
};

const MS_PER_DAY = 86_400_000;
const NO_TIMINGS: Timings = { queuedMs: 0, fetchMs: 0, generateMs: 0, convertMs: 0, storeMs: 0 };

/** The columns of a whole Job from `jobs j`: one query, however many files it has. */
export function jobColumns(sql: Sql, queuePosition = countAhead(sql)) {
  return sql`
    j.*, ${queuePosition} as queue_position,
    coalesce((
      select jsonb_agg(to_jsonb(f) order by f.created_at, f.kind, f.name) from files f where f.job_id = j.job_id
    ), '[]') as files`;
}

/** A job that waits out a failure keeps its place, and is in nobody's way. */
function countAhead(sql: Sql) {
  return sql`case when j.status = 'pending' then (
      select 1 + count(*)::int from jobs ahead
      where ahead.status = 'pending' and ahead.run_at <= now()
        and (ahead.fair_rank, ahead.created_at, ahead.job_id) < (j.fair_rank, j.created_at, j.job_id)
    ) end`;
}

export async function loadJobRow(sql: Sql, jobId: string): Promise<JobRow | undefined> {
  const [row] = await sql<JobRow[]>`
    select ${jobColumns(sql)} from jobs j where j.job_id = ${jobId}::uuid`;
  return row;
}

export function toJob(row: JobRow, jobRetentionDays: number): Job {
  const self = `/api/status/${row.job_id}`;
  return {
    jobId: row.job_id,
    status: row.status,
    stage: row.stage,
    progress: row.progress,
    progressBasis: row.progress_basis,
    songs: row.song_refs,
    options: withDefaults(row.options),
    queuePosition: row.queue_position,
    eta: null,
    attempt: row.attempt,
    cancelRequested: row.cancel_requested_at !== null,
    outputFileId: row.output_file_id,
    outputs: row.files.map(toOutput),
    warnings: row.warnings,
    error: row.error_message,
    errorCode: row.error_code,
    timings: { ...NO_TIMINGS, ...row.timings },
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    expiresAt: expiryOf(row, jobRetentionDays).toISOString(),
    seq: row.seq,
    links: {
      self,
      events: `/api/jobs/${row.job_id}/events`,
      cancel: `/api/jobs/${row.job_id}/cancel`,
      report: `/api/jobs/${row.job_id}/report`,
    },
  };
}

// An unfinished job has no end to count from; its creation keeps the value, and the ETag, still.
function expiryOf(row: JobRow, jobRetentionDays: number): Date {
  const from = row.finished_at ?? row.created_at;
  return new Date(from.getTime() + jobRetentionDays * MS_PER_DAY);
}

export function toOutput(file: FileColumns): Output {
  return {
    fileId: file.file_id,
    kind: file.kind,
    name: file.name || null,
    mediaType: file.media_type,
    sizeBytes: file.size_bytes,
    sha256: file.sha256,
    url: `/api/download/${file.file_id}`,
    expiresAt: new Date(file.expires_at).toISOString(),
  };
}
