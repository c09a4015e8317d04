// The JobStore on PostgreSQL, embedded or a server: one statement or one short transaction a call.

import { isCapped } from "../../jobs/claim_jobs.ts";
import type { FrameStore } from "../../jobs/frame_store.ts";
import type { JobStore } from "../../jobs/job_store.ts";
import type { Database } from "./database.ts";
import { guardDatabase } from "./guard_database.ts";
import { inBatches } from "./in_batches.ts";
import { type Claimer, claimJobs, claimJobUnderCaps } from "./jobs/claim.ts";
import { completeJobs, type Completion } from "./jobs/complete.ts";
import { appendFrames, heartbeatJobs, publishOutput, saveProgress } from "./jobs/fenced.ts";
import { loadJobRow, toJob } from "./jobs/job_row.ts";
import { cancelJob, retryJob } from "./jobs/owner_changes.ts";
import {
  countByStatus,
  countOpen,
  findFiles,
  findReport,
  listJobRows,
  queuePositions,
  recentRuns,
} from "./jobs/queries.ts";
import { reapJobs, releaseJob, type Retention, settleJob } from "./jobs/settle.ts";
import { findSubmittedJob, submitJob } from "./jobs/submit.ts";
import { type FrameRow, toFrame } from "./jobs/stored_frame.ts";

/** Failures of the connection are AppError `not_ready`. */
export function createJobStore(database: Database, retention: Retention): JobStore {
  const { jobRetentionDays, fileRetentionHours } = retention;
  const complete = inBatches((completions: readonly Completion[]) =>
    database.transaction((sql) => completeJobs(sql, completions, retention))
  );
  const claim = inBatches((claimers: readonly Claimer[]) =>
    database.query((sql) => claimJobs(sql, claimers, jobRetentionDays))
  );
  return {
    ...createJobReads(database, jobRetentionDays),
    submit: (job, limits) =>
      database.transaction((sql) => submitJob(sql, job, { ...limits, jobRetentionDays })),
    findSubmitted: (who, signal) =>
      database.query((sql) => findSubmittedJob(sql, who, jobRetentionDays), { signal }),
    claim: (limits, signal) =>
      isCapped(limits)
        ? database.transaction((sql) => claimJobUnderCaps(sql, limits, jobRetentionDays), {
          signal,
        })
        : guardDatabase(() => claim(limits), { signal }),
    heartbeat: (workerId, held, leaseSeconds) =>
      database.query((sql) => heartbeatJobs(sql, workerId, held, leaseSeconds)),
    append: (fence, frames) => database.query((sql) => appendFrames(sql, fence, frames)),
    saveProgress: (fence, progress) => database.query((sql) => saveProgress(sql, fence, progress)),
    publishOutput: (fence, output) =>
      database.transaction((sql) => publishOutput(sql, fence, output, fileRetentionHours)),
    settle: (fence, settlement) =>
      settlement.status === "completed"
        ? complete({ fence, settlement })
        : database.transaction((sql) => settleJob(sql, fence, settlement, jobRetentionDays)),
    release: (fence, release) =>
      database.transaction((sql) => releaseJob(sql, fence, release, jobRetentionDays)),
    reap: ({ everyRunning }) =>
      database.transaction((sql) => reapJobs(sql, { everyRunning, jobRetentionDays })),

    requestCancel: (jobId) =>
      database.transaction((sql) => cancelJob(sql, jobId, jobRetentionDays)),
    retry: (jobId, limits) =>
      database.transaction((sql) => retryJob(sql, jobId, { ...limits, jobRetentionDays })),
  };
}

function createJobReads(database: Database, jobRetentionDays: number) {
  return {
    find: (jobId, signal) =>
      database.query(async (sql) => {
        const row = await loadJobRow(sql, jobId);
        return row && toJob(row, jobRetentionDays);
      }, { signal }),
    findReport: (jobId, signal) => database.query((sql) => findReport(sql, jobId), { signal }),
    isOwner: (jobId, owner, signal) =>
      database.query(async (sql) => {
        const rows = await sql`
          select 1 from jobs where job_id = ${jobId}::uuid and owner = ${owner}`;
        return rows.length > 0;
      }, { signal }),
    list: (query, signal) =>
      database.query(async (sql) => {
        const { rows, nextCursor } = await listJobRows(sql, query);
        return { jobs: rows.map((row) => toJob(row, jobRetentionDays)), nextCursor };
      }, { signal }),
    queuePositions: (jobIds, signal) =>
      database.query((sql) => queuePositions(sql, jobIds), { signal }),
    countByStatus: (signal) => database.query(countByStatus, { signal }),
    countOpen: (signal) => database.query(countOpen, { signal }),
    recentRuns: (limit, signal) => database.query((sql) => recentRuns(sql, limit), { signal }),
    findFile: (fileId, signal) =>
      database.query(async (sql) => (await findFiles(sql, { fileId }))[0], { signal }),
    filesOf: (jobId, signal) => database.query((sql) => findFiles(sql, { jobId }), { signal }),
  } satisfies Partial<JobStore>;
}

/** The frame log, read in pages by whoever resumes. */
export function createFrameStore(database: Database): FrameStore {
  return {
    read: (jobId, after, limit, signal) =>
      database.query(async (sql) => {
        const rows = await sql<FrameRow[]>`
          select job_id, seq, type, payload, at from job_frames
          where job_id = ${jobId}::uuid and seq > ${after}::bigint
          order by seq limit ${limit}::int`;
        return rows.map(toFrame);
      }, { signal }),
    lastSeqs: (jobIds, signal) =>
      database.query(async (sql) => {
        const rows = await sql<{ job_id: string; seq: number }[]>`
          select job_id, seq from jobs where job_id = any(${jobIds as string[]}::uuid[])`;
        return new Map(rows.map((row) => [row.job_id, row.seq]));
      }, { signal }),
  };
}
