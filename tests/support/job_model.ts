// The queue as plain lists: what each call on a job store must answer and leave behind. Written
// from the contract, not from the SQL, and without a clock: leases and delays end when told to.

import {
  type Job,
  MAX_FAILURES,
  SEQ_PER_ATTEMPT,
  type Stage,
  type Status,
} from "../../src/jobs/job.ts";
import type { Fence, NewFile, PendingLimits } from "../../src/jobs/job_store.ts";

export type ModelFrame = { readonly seq: number; readonly type: string };

export type ModelJob = {
  readonly jobId: string;
  readonly client: string;
  status: Status;
  stage: Stage;
  progress: number;
  attempt: number;
  failures: number;
  seq: number;
  rank: number;
  /** Since the last retry. */
  hasStarted: boolean;
  cancelRequested: boolean;
  /** Whether it may be claimed: the delay of a release is over. */
  isDue: boolean;
  isLeaseOver: boolean;
  workerId: string | null;
  errorCode: string | null;
  /** Of the latest attempts that failed, oldest first. */
  readonly errors: (readonly [attempt: number, code: string])[];
  outputFileId: string | null;
  /** Ids by kinds and names. */
  readonly files: Map<string, string>;
  readonly frames: ModelFrame[];
};

export type ModelLimits = { readonly running: number; readonly runningPerClient: number };

type Refusal = "queue_full" | "too_many_jobs";

/** How an attempt ends for good. */
export type ModelEnd =
  | {
    readonly status: "completed";
    readonly outputFileId: string;
    readonly file: NewFile | undefined;
  }
  | { readonly status: "failed"; readonly errorCode: string }
  | { readonly status: "cancelled" };

export type ModelRelease = { readonly errorCode: string | undefined; readonly isDelayed: boolean };

/** Undefined where the store must refuse, else the frames it must have stored. */
export type ModelAnswer = readonly ModelFrame[] | undefined;

export class JobModel {
  /** In the order of submission. */
  readonly jobs: ModelJob[] = [];

  in(...statuses: Status[]): ModelJob[] {
    return this.jobs.filter(({ status }) => statuses.includes(status));
  }

  /** The pending jobs in the order in which they are to be claimed. */
  queue(): ModelJob[] {
    return this.in("pending").toSorted((a, b) => a.rank - b.rank);
  }

  /** From 1, counting those that can be claimed before it. */
  queuePosition(job: ModelJob): number | null {
    const queue = this.queue();
    const ahead = queue.slice(0, queue.indexOf(job)).filter(({ isDue }) => isDue);
    return job.status === "pending" ? ahead.length + 1 : null;
  }

  submit(jobId: string, client: string, limits: PendingLimits): "accepted" | Refusal {
    const refusal = this.#refusal(client, limits);
    if (refusal) return refusal;
    this.jobs.push({
      jobId,
      client,
      status: "pending",
      stage: "queued",
      progress: 0,
      attempt: 0,
      failures: 0,
      seq: 0,
      rank: this.#nextRank(client),
      hasStarted: false,
      cancelRequested: false,
      isDue: true,
      isLeaseOver: false,
      workerId: null,
      errorCode: null,
      errors: [],
      outputFileId: null,
      files: new Map(),
      frames: [],
    });
    return "accepted";
  }

  claim(workerId: string, limits: ModelLimits | undefined): ModelJob | undefined {
    const running = this.in("running");
    if (limits && running.length >= limits.running) return undefined;
    const isFree = ({ client }: ModelJob) =>
      !limits ||
      running.filter((other) => other.client === client).length < limits.runningPerClient;
    const job = this.queue().find((job) => job.isDue && isFree(job));
    if (!job) return undefined;
    const attempt = job.attempt + 1;
    const seq = attempt * SEQ_PER_ATTEMPT;
    const taken = { status: "running", stage: "fetching", progress: 0 } as const;
    Object.assign(job, { ...taken, attempt, seq, workerId, hasStarted: true, isLeaseOver: false });
    job.frames.push({ seq, type: "started" });
    return job;
  }

  /** The job of which a fence speaks, if it still holds. */
  held(fence: Fence): ModelJob | undefined {
    return this.in("running").find((job) =>
      job.jobId === fence.jobId && job.attempt === fence.attempt && job.workerId === fence.workerId
    );
  }

  heartbeat(fences: readonly Fence[]): Pick<Job, "jobId" | "cancelRequested">[] {
    const held = fences.map((fence) => this.held(fence)).filter((job) => job !== undefined);
    for (const job of held) job.isLeaseOver = false;
    return held.map(({ jobId, cancelRequested }) => ({ jobId, cancelRequested }));
  }

  append(fence: Fence, stages: readonly Stage[]): ModelAnswer {
    const job = this.held(fence);
    if (job) job.stage = stages.at(-1)!;
    return job && stages.map(() => store(job, "stage"));
  }

  saveProgress(fence: Fence, progress: number): { readonly seq: number } | undefined {
    const job = this.held(fence);
    if (job) job.progress = Math.max(job.progress, progress);
    return job && { seq: job.seq };
  }

  /** A new MIDI is another piece: nothing made of the one before stays. */
  publish(fence: Fence, file: NewFile): ModelAnswer {
    const job = this.held(fence);
    if (file.kind === "midi") job?.files.clear();
    return job && [name(job, file)];
  }

  settle(fence: Fence, end: ModelEnd): ModelAnswer {
    const job = this.held(fence);
    if (!job) return undefined;
    const outputs = end.status === "completed" && end.file ? [name(job, end.file)] : [];
    if (end.status === "completed") {
      Object.assign(job, { stage: "done", progress: 100, outputFileId: end.outputFileId });
    }
    if (end.status === "failed") {
      job.errorCode = end.errorCode;
      keepError(job, end.errorCode);
    }
    return [...outputs, leave(job, end.status)];
  }

  release(fence: Fence, { errorCode, isDelayed }: ModelRelease): ModelAnswer {
    const job = this.held(fence);
    if (!job) return undefined;
    return [giveBack(job, { errorCode, isDelayed })];
  }

  /** The frames by their jobs, each of which lost its worker. */
  reap(everyRunning: boolean): Map<string, ModelFrame> {
    const lost = this.in("running").filter(({ isLeaseOver }) => everyRunning || isLeaseOver);
    const release = { errorCode: "worker_lost", isDelayed: false };
    return new Map(lost.map((job) => [job.jobId, giveBack(job, release)]));
  }

  cancel(job: ModelJob): ModelFrame | undefined {
    if (job.status !== "pending" && job.status !== "running") return undefined;
    job.cancelRequested = true;
    return job.status === "pending" ? leave(job, "cancelled") : undefined;
  }

  retry(job: ModelJob, limits: PendingLimits): "accepted" | Refusal | undefined {
    if (job.status !== "failed" && job.status !== "cancelled") return undefined;
    const refusal = this.#refusal(job.client, limits);
    if (refusal) return refusal;
    const rank = this.#nextRank(job.client);
    const asNew = { status: "pending", stage: "queued", progress: 0, failures: 0 } as const;
    const cleared = { hasStarted: false, cancelRequested: false, errorCode: null, isDue: true };
    Object.assign(job, { ...asNew, ...cleared, rank });
    return "accepted";
  }

  #refusal(client: string, limits: PendingLimits): Refusal | undefined {
    const pending = this.in("pending");
    if (pending.length >= limits.maxPending) return "queue_full";
    const own = pending.filter((job) => job.client === client);
    return own.length >= limits.maxPendingPerClient ? "too_many_jobs" : undefined;
  }

  /** One place behind the client's own last job, and behind the furthest that has started. */
  #nextRank(client: string): number {
    const before = this.jobs.filter((job) =>
      job.hasStarted || (job.status === "pending" && job.client === client)
    );
    return 1 + Math.max(0, ...before.map(({ rank }) => rank));
  }
}

function name(job: ModelJob, { kind, name, fileId }: NewFile): ModelFrame {
  job.files.set(`${kind} ${name}`, fileId);
  return store(job, "output");
}

function store(job: ModelJob, type: string): ModelFrame {
  const frame = { seq: ++job.seq, type };
  job.frames.push(frame);
  return frame;
}

function leave(job: ModelJob, status: "completed" | "failed" | "cancelled"): ModelFrame {
  Object.assign(job, { status, workerId: null, isLeaseOver: false });
  return store(job, status);
}

/** Back to the queue, unless its owner cancelled it or it has failed too often. */
function giveBack(job: ModelJob, { errorCode, isDelayed }: ModelRelease): ModelFrame {
  if (errorCode !== undefined) {
    job.failures++;
    keepError(job, errorCode);
  }
  if (job.cancelRequested) return leave(job, "cancelled");
  if (errorCode !== undefined && job.failures >= MAX_FAILURES) {
    job.errorCode = errorCode;
    return leave(job, "failed");
  }
  const back = { status: "pending", stage: "queued", workerId: null, isLeaseOver: false } as const;
  Object.assign(job, { ...back, isDue: !isDelayed });
  return store(job, "interrupted");
}

function keepError({ attempt, errors }: ModelJob, code: string): void {
  errors.push([attempt, code]);
  if (errors.length > MAX_FAILURES) errors.shift();
}
