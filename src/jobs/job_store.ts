// The contract of the queue and the truth about jobs. Every change names the state it leaves,
// and every change of a running job is fenced by its worker and attempt.

import type { SongRef } from "../songs/song.ts";
import type { Envelope } from "./fanout.ts";
import type { FramePayload } from "./frame.ts";
import type { Job, Output, ProgressBasis, Stage, Status, Timings, Warning } from "./job.ts";
import type { Options } from "./options.ts";
import type { Report } from "./report.ts";
import type { WorkOptions } from "./sound_seconds.ts";

export type NewJob = {
  readonly jobId: string;
  readonly owner: string;
  readonly client: string;
  readonly songs: readonly SongRef[];
  readonly options: Options;
  readonly idempotencyKey: string | undefined;
  /** Of the request's body: what tells a replay from a mismatch. */
  readonly requestHash: string;
};

export type SubmitOutcome =
  | { readonly outcome: "accepted" | "replayed"; readonly job: Job }
  | { readonly outcome: "mismatch" | "queue_full" | "too_many_jobs" };

/** How many jobs may wait at once: of everybody, and of one client. */
export type PendingLimits = {
  readonly maxPending: number;
  readonly maxPendingPerClient: number;
};

/** What fences a write: only the worker that holds this attempt may make it. */
export type Fence = {
  readonly jobId: string;
  readonly attempt: number;
  readonly workerId: string;
};

export type ClaimedJob = {
  readonly fence: Fence;
  readonly job: Job;
  /** The `started` frame, stored with the claim. */
  readonly started: Envelope;
};

export type ClaimLimits = {
  readonly workerId: string;
  readonly leaseSeconds: number;
  /** In all processes together. Undefined: as many as ask. */
  readonly maxRunning?: number | undefined;
  /** Of one client, in all processes together. Undefined: as many as ask. */
  readonly maxRunningPerClient?: number | undefined;
};

/** A file ready to be named by a row: its object is stored already. */
export type NewFile = Omit<Output, "url" | "expiresAt"> & {
  readonly objectKey: string;
  readonly fileName: string;
};

export type StoredFile = NewFile & { readonly jobId: string; readonly expiresAt: Date };

/** A frame to be stored within an attempt, beside those that settle it. */
export type NewFrame =
  | ({ readonly type: "stage" } & FramePayload<"stage">)
  | ({ readonly type: "bars" } & FramePayload<"bars">);

export type Progress = {
  readonly progress: number;
  readonly progressBasis: ProgressBasis;
  readonly stage: Stage;
};

export type Settlement =
  | {
    readonly status: "completed";
    readonly outputFileId: string;
    /** A last file, named in the same transaction. */
    readonly file?: NewFile;
    readonly warnings: readonly Warning[];
    readonly timings: Partial<Timings>;
  }
  | {
    readonly status: "failed";
    readonly error: string;
    readonly errorCode: string;
    readonly timings: Partial<Timings>;
  }
  | { readonly status: "cancelled"; readonly timings: Partial<Timings> };

export type JobPage = { readonly jobs: Job[]; readonly nextCursor: string | null };

export type JobQuery = {
  /** Undefined: everyone's. */
  readonly owner: string | undefined;
  readonly status: Status | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
};

/**
 * Where jobs live. A fenced call answers undefined when the fence no longer holds: the caller
 * stops and publishes nothing. `eta` of the jobs given is null; `eta.ts` fills it in.
 */
export interface JobStore {
  /** Adds a pending job unless its idempotency key is known or a limit is reached. */
  submit(job: NewJob, limits: PendingLimits): Promise<SubmitOutcome>;
  /** A job submitted before with this key by this owner or client. */
  findSubmitted(
    who: Pick<NewJob, "owner" | "client" | "requestHash"> & { readonly idempotencyKey: string },
    signal?: AbortSignal,
  ): Promise<SubmitOutcome | undefined>;
  find(jobId: string, signal?: AbortSignal): Promise<Job | undefined>;
  /** Null for a job without a report, undefined for an unknown one. */
  findReport(jobId: string, signal?: AbortSignal): Promise<Report | null | undefined>;
  isOwner(jobId: string, owner: string, signal?: AbortSignal): Promise<boolean>;
  list(query: JobQuery, signal?: AbortSignal): Promise<JobPage>;
  /**
   * Positions in the queue, from 1, of those of the jobs that are pending: how many come before it
   * in fair order, caps aside. A job that waits out a failure keeps its place and is not counted.
   */
  queuePositions(jobIds: readonly string[], signal?: AbortSignal): Promise<Map<string, number>>;
  countByStatus(signal?: AbortSignal): Promise<ReadonlyMap<Status, number>>;
  countOpen(signal?: AbortSignal): Promise<{ readonly pending: number; readonly running: number }>;
  /** Timings and options of the latest completed jobs, newest first: what estimates rest on. */
  recentRuns(limit: number, signal?: AbortSignal): Promise<readonly RecentRun[]>;

  claim(limits: ClaimLimits, signal?: AbortSignal): Promise<ClaimedJob | undefined>;
  /** Renews the leases still held, and says which of them shall be cancelled. */
  heartbeat(
    workerId: string,
    held: readonly Fence[],
    leaseSeconds: number,
  ): Promise<{ readonly jobId: string; readonly cancelRequested: boolean }[]>;
  append(fence: Fence, frames: readonly NewFrame[]): Promise<Envelope[] | undefined>;
  saveProgress(fence: Fence, progress: Progress): Promise<{ readonly seq: number } | undefined>;
  /**
   * Names a stored object: file row, `output` frame and the composer's report in one transaction.
   * A new MIDI is another piece: what was made of the one before is no output any more.
   */
  publishOutput(
    fence: Fence,
    output: { readonly file: NewFile; readonly report?: unknown },
  ): Promise<Envelope | undefined>;
  /** Ends the attempt for good: file, status and terminal frame in one transaction. */
  settle(fence: Fence, settlement: Settlement): Promise<Envelope[] | undefined>;
  /**
   * Gives the job back. `failure` counts towards MAX_FAILURES, and the last one fails the job;
   * without it (an orderly stop) nothing is counted.
   */
  release(fence: Fence, release: Release): Promise<Envelope | undefined>;
  /**
   * Takes jobs from workers whose lease has ended; `everyRunning` from all, which only a process
   * that has the database to itself may ask, at its start.
   */
  reap(options: { readonly everyRunning: boolean }): Promise<Envelope[]>;

  /** Pending → cancelled; running → marked; else unchanged. Undefined for an unknown job. */
  requestCancel(jobId: string): Promise<{ job: Job; frame?: Envelope } | undefined>;
  /** Failed or cancelled → pending; undefined when it is in another state. */
  retry(jobId: string, limits: PendingLimits): Promise<SubmitOutcome | undefined>;

  findFile(fileId: string, signal?: AbortSignal): Promise<StoredFile | undefined>;
  /** Files already published by an earlier attempt, so that a retry skips finished stages. */
  filesOf(jobId: string, signal?: AbortSignal): Promise<StoredFile[]>;
}

export type RecentRun = {
  /** Without the stages that an earlier attempt had finished. */
  readonly timings: Partial<Timings>;
  readonly options: WorkOptions;
};

export type Release = {
  readonly reason: string;
  readonly failure?: { readonly error: string; readonly errorCode: string };
  /** Not claimed again before this many seconds. */
  readonly delaySeconds: number;
};
