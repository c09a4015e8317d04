// The one path of REST and WebSocket to jobs: songs, idempotency, quota, insert, wake.

import { AppError } from "../errors.ts";
import type { SongRef } from "../songs/song.ts";
import { type AfterFirst, createAfterFirst } from "./after_first.ts";
import type { Caller } from "./caller.ts";
import type { EtaEstimator } from "./eta.ts";
import type { Fanout } from "./fanout.ts";
import type { Hints } from "./hints.ts";
import type { Job } from "./job.ts";
import type { JobStore, NewJob, PendingLimits, SubmitOutcome } from "./job_store.ts";
import type { Jobs, SubmitRequest } from "./jobs.ts";
import type { Report } from "./report.ts";
import { hashRequest } from "./hash_request.ts";
import type { SubmitLimiter } from "./submit_limiter.ts";

/** Of a queue, everybody's or the client's own, that has no place left. */
const FULL_RETRY_SECONDS = 30;
const CLOSED_RETRY_SECONDS = 5;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export type JobsDependencies = {
  readonly store: JobStore;
  readonly limiter: SubmitLimiter;
  readonly eta: EtaEstimator;
  readonly fanout: Fanout;
  readonly pool: { offer(): void; cancel(jobId: string): void };
  readonly hints: Pick<Hints, "send">;
  /** Three different songs of the catalogue, or AppError. */
  readonly requireSongs: (
    requests: SubmitRequest["songs"],
    signal?: AbortSignal,
  ) => Promise<readonly SongRef[]>;
  readonly newId: () => string;
  readonly newSeed: () => number;
  readonly pendingLimits: PendingLimits;
  /** False while the server starts: its catalogue is not whole. */
  readonly isPrepared: () => boolean;
  readonly isDraining: () => boolean;
};

export function createJobs(given: JobsDependencies): Jobs {
  const deps = { ...given, afterFirst: createAfterFirst() };
  return {
    submit: (request, caller, signal) => submit(deps, request, caller, signal),
    find: (jobId, signal) => find(deps, jobId, signal),
    async list(query, caller, signal) {
      const page = await deps.store.list({
        owner: caller.isAdmin ? undefined : caller.owner,
        status: query.status,
        cursor: query.cursor,
        limit: query.limit,
      }, signal);
      return { ...page, jobs: await Promise.all(page.jobs.map((job) => withEta(deps, job))) };
    },
    report: (jobId, signal) => findReport(deps, jobId, signal),
    cancel: (jobId, caller) => cancel(deps, jobId, caller),
    retry: (jobId, caller) => retry(deps, jobId, caller),
    async openFile(fileId, signal) {
      const file = UUID.test(fileId) ? await deps.store.findFile(fileId, signal) : undefined;
      if (!file) throw notFound();
      if (file.expiresAt.getTime() <= Date.now()) {
        throw new AppError("expired", "This file was kept for a while and is gone now");
      }
      return file;
    },
    quota: (caller) => deps.limiter.peek(caller.client),
  };
}

async function submit(
  deps: JobsDependencies & { readonly afterFirst: AfterFirst },
  request: SubmitRequest,
  caller: Caller,
  signal: AbortSignal | undefined,
) {
  refuseUnlessOpen(deps);
  const songs = await deps.requireSongs(request.songs, signal);
  const job: NewJob = {
    jobId: deps.newId(),
    owner: caller.owner,
    client: caller.client,
    songs,
    options: { ...request.options, seed: request.options.seed ?? deps.newSeed() },
    idempotencyKey: request.idempotencyKey,
    requestHash: await hashRequest(songs, request.options),
  };
  const store = async () => await findKnown(deps, job, signal) ?? await storeNew(deps, job, signal);
  const outcome = job.idempotencyKey === undefined
    ? await store()
    : await deps.afterFirst(`${job.client} ${job.idempotencyKey}`, store);
  const accepted = requireAccepted(outcome);
  deps.pool.offer();
  return {
    job: await withEta(deps, accepted.job),
    isReplayed: accepted.outcome === "replayed",
  };
}

function findKnown(deps: JobsDependencies, job: NewJob, signal: AbortSignal | undefined) {
  const { idempotencyKey } = job;
  return idempotencyKey === undefined
    ? undefined
    : deps.store.findSubmitted({ ...job, idempotencyKey }, signal);
}

async function storeNew(
  deps: JobsDependencies,
  job: NewJob,
  signal: AbortSignal | undefined,
): Promise<SubmitOutcome> {
  try {
    // The insert gets no signal: an abort would end the wait alone, and a job that is stored all
    // the same would have cost no quota.
    return await withQuota(deps, job, () => deps.store.submit(job, deps.pendingLimits));
  } catch (error) {
    // What used up the quota may have been the same submit, on another process.
    const isRefused = error instanceof AppError && error.code === "rate_limited";
    const known = isRefused ? await findKnown(deps, job, signal) : undefined;
    if (!known) throw error;
    return known;
  }
}

/** Takes one submit from the quota and gives it back unless the job was accepted. */
async function withQuota<T extends SubmitOutcome | undefined>(
  deps: JobsDependencies,
  { client }: Pick<Caller, "client">,
  work: () => Promise<T>,
): Promise<T> {
  await deps.limiter.consume(client);
  let isAccepted = false;
  try {
    const outcome = await work();
    isAccepted = outcome?.outcome === "accepted";
    return outcome;
  } finally {
    if (!isAccepted) await deps.limiter.refund(client);
  }
}

function requireAccepted(outcome: SubmitOutcome): SubmitOutcome & { readonly job: Job } {
  switch (outcome.outcome) {
    case "mismatch":
      throw new AppError(
        "idempotency_mismatch",
        "This idempotency key came before with other songs or options",
      );
    case "queue_full":
      throw new AppError("queue_full", "Too many jobs are waiting, please try again soon", {
        retryAfterSeconds: FULL_RETRY_SECONDS,
      });
    case "too_many_jobs":
      throw new AppError("too_many_jobs", "Too many of your jobs are waiting for their turn", {
        retryAfterSeconds: FULL_RETRY_SECONDS,
      });
    default:
      return outcome;
  }
}

async function find(
  deps: JobsDependencies,
  jobId: string,
  signal?: AbortSignal,
): Promise<Job> {
  const job = UUID.test(jobId) ? await deps.store.find(jobId, signal) : undefined;
  if (!job) throw notFound();
  return await withEta(deps, job);
}

async function findReport(
  deps: JobsDependencies,
  jobId: string,
  signal?: AbortSignal,
): Promise<Report> {
  const report = UUID.test(jobId) ? await deps.store.findReport(jobId, signal) : undefined;
  if (report === undefined) throw notFound();
  if (report === null) {
    throw new AppError("no_report", "The composer of this job has told nothing, or nothing yet");
  }
  return report;
}

async function cancel(deps: JobsDependencies, jobId: string, caller: Caller): Promise<Job> {
  await requireOwner(deps, jobId, caller);
  const cancelled = await deps.store.requestCancel(jobId);
  if (!cancelled) throw notFound();
  if (cancelled.frame) deps.fanout.publish(cancelled.frame);
  if (cancelled.job.status === "running") {
    deps.pool.cancel(jobId);
    deps.hints.send({ type: "job_cancelled", jobId });
  }
  return await withEta(deps, cancelled.job);
}

async function retry(deps: JobsDependencies, jobId: string, caller: Caller): Promise<Job> {
  refuseUnlessOpen(deps);
  await requireOwner(deps, jobId, caller);
  const { status } = await find(deps, jobId);
  if (status !== "failed" && status !== "cancelled") throw notRetryable(status);
  const outcome = await withQuota(
    deps,
    caller,
    () => deps.store.retry(jobId, deps.pendingLimits),
  );
  // Lost a race against another retry, or against the record's end.
  if (!outcome) throw notRetryable("changed");
  const { job } = requireAccepted(outcome);
  deps.pool.offer();
  return await withEta(deps, job);
}

async function requireOwner(deps: JobsDependencies, jobId: string, caller: Caller): Promise<void> {
  const isAllowed = UUID.test(jobId) &&
    (caller.isAdmin || await deps.store.isOwner(jobId, caller.owner));
  if (!isAllowed) throw notFound();
}

async function withEta(deps: JobsDependencies, job: Job): Promise<Job> {
  return { ...job, eta: await deps.eta.estimate(job) };
}

function refuseUnlessOpen({ isPrepared, isDraining }: JobsDependencies): void {
  const retryAfterSeconds = CLOSED_RETRY_SECONDS;
  if (isDraining()) {
    throw new AppError("draining", "The server is about to stop, please try again", {
      retryAfterSeconds,
    });
  }
  if (!isPrepared()) {
    throw new AppError("not_ready", "The server is starting, please try again", {
      retryAfterSeconds,
    });
  }
}

function notFound(): AppError {
  return new AppError("not_found", "There is nothing here under this id");
}

function notRetryable(state: string): AppError {
  return new AppError(
    "not_retryable",
    `Only a failed or cancelled job can be retried: it is ${state}`,
  );
}
