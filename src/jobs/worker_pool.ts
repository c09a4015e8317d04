// Claims jobs and runs them, as many at once as the process has workers.
//
// The lease is on the database's clock, the trust in it on this process's monotonic one: a pool
// that could not renew in time stops its jobs before anyone else may take them.

import { claimJobs } from "./claim_jobs.ts";
import { codeOf } from "./code_of.ts";
import { endAttempt } from "./end_attempt.ts";
import { JobAbort } from "./job_abort.ts";
import type { Hint } from "./hints.ts";
import type { ClaimedJob, Fence } from "./job_store.ts";
import { reapJobs } from "./reap_jobs.ts";
import type { Run, RunDependencies } from "./run.ts";
import { runJob } from "./run_job.ts";

export type WorkerPoolOptions = {
  /** Unique per boot: a restarted process is another worker. */
  readonly workerId: string;
  readonly workers: number;
  readonly leaseSeconds: number;
  /** Of all processes together. @default as many as they have workers */
  readonly maxRunning?: number | undefined;
  /** Of one client, in all processes together. @default as many as they have workers */
  readonly maxRunningPerClient?: number | undefined;
  /** How often an idle pool looks for jobs nobody told it of. @default 1000 */
  readonly pollMs?: number;
  /** How long running jobs may finish when the pool is disposed. @default 25000 */
  readonly drainMs?: number;
};

/** Given up before the lease's end, so that a stopped job is silent before another may begin. */
const SAFETY_MARGIN_MS = 5_000;
const SELF_FENCE_INTERVAL_MS = 1_000;
/** So that a job of a silent worker runs again within its lease and 10 s more. */
const REAP_INTERVAL_MS = 5_000;
/** A claim that took longer leaves too little of the lease. */
const LATE_CLAIM_MS = 1_000;
/** A claim on a database that hangs is not waited for: the job it may get is given back or reaped. */
const CLAIM_TIMEOUT_MS = 2_000;

type HeldJob = { readonly fence: Fence; readonly abort: AbortController; ended: Promise<void> };

/** Disposing drains: no more claims, running jobs get `drainMs`, the rest are given back. */
export class WorkerPool implements AsyncDisposable {
  readonly #deps: RunDependencies;
  readonly #options: WorkerPoolOptions;
  readonly #held = new Map<string, HeldJob>();
  #timers: ReturnType<typeof setInterval>[] = [];
  #unfollow = () => {};
  #isClaiming = false;
  #claiming: Promise<void> | undefined;
  #wasWoken = false;
  #hasOffer = false;
  #trustedUntilMs = Infinity;
  #isOver = false;

  constructor(deps: RunDependencies, options: WorkerPoolOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** Claims from now on, and looks after leases: its own, and those of workers gone silent. */
  start(): void {
    this.#isClaiming = this.#options.workers > 0;
    const jitter = 0.8 + 0.4 * Math.random();
    this.#timers = [
      setInterval(() => this.wake(), this.#options.pollMs ?? 1_000),
      setInterval(() => void this.#renewLeases(), this.#leaseMs / 4),
      setInterval(() => this.#fenceSelf(), SELF_FENCE_INTERVAL_MS),
      setInterval(() => void this.#reap(), REAP_INTERVAL_MS * jitter),
    ];
    this.#unfollow = this.#deps.hints.subscribe((hint) => this.#follow(hint));
    this.wake();
  }

  get running(): number {
    return this.#held.size;
  }

  get workers(): number {
    return this.#options.workers;
  }

  /** A hint that a job may be ready. One claiming at a time; a hint during it is not lost. */
  wake(): void {
    this.#wasWoken = true;
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = undefined;
      // A hint that came between the last look at it and here.
      if (this.#wasWoken) this.wake();
    });
  }

  /** A job was added here: it is claimed, or offered to the other processes. */
  offer(): void {
    this.#hasOffer = true;
    this.wake();
  }

  /** A hint that a job was cancelled. The row tells, as the job may have been retried since. */
  cancel(jobId: string): void {
    if (this.#held.has(jobId)) void this.#renewLeases();
  }

  /** No claim from now on; running jobs go on until the pool is disposed. */
  stopClaiming(): void {
    this.#isClaiming = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stopClaiming();
    await within(CLAIM_TIMEOUT_MS, [this.#claiming]);
    await within(this.#options.drainMs ?? 25_000, this.#ends());
    this.#isOver = true;
    this.#abortAll("stopping");
    await within(SAFETY_MARGIN_MS, this.#ends());
    for (const timer of this.#timers) clearInterval(timer);
    this.#unfollow();
  }

  #follow(hint: Hint): void {
    if (hint.type === "job_cancelled") this.cancel(hint.jobId);
    else if (hint.type === "job_ready" || hint.type === "hints_missed") this.wake();
  }

  get #leaseMs(): number {
    return this.#options.leaseSeconds * 1000;
  }

  get #canClaim(): boolean {
    return this.#isClaiming && this.#held.size < this.#options.workers && this.#isTrusted &&
      !this.#deps.ml.isBreakerOpen;
  }

  get #isTrusted(): boolean {
    return this.#held.size === 0 || this.#deps.now() <= this.#trustedUntilMs;
  }

  async #claimAll(): Promise<void> {
    while (this.#wasWoken) {
      this.#wasWoken = false;
      while (this.#canClaim) {
        const startedMs = this.#deps.now();
        const free = this.#options.workers - this.#held.size;
        const { claimed, areMore } = await claimJobs(this.#deps, this.#options, free);
        if (this.#held.size === 0) this.#trustFrom(startedMs);
        for (const job of claimed) this.#start(job);
        // Their lease began with the claim, which may have waited for the database for long.
        if (this.#deps.now() - startedMs > LATE_CLAIM_MS) await this.#renewLeases();
        if (!areMore) break;
      }
      if (this.#hasOffer && !this.#canClaim) this.#deps.hints.send({ type: "job_ready" });
      this.#hasOffer = false;
    }
  }

  #start(claimed: ClaimedJob): void {
    const { jobId } = claimed.fence;
    const job: HeldJob = {
      fence: claimed.fence,
      abort: new AbortController(),
      ended: Promise.resolve(),
    };
    this.#held.set(jobId, job);
    if (this.#isOver) this.#abortAll("stopping");
    job.ended = this.#run(claimed, job.abort).finally(() => {
      if (this.#held.get(jobId) === job) this.#held.delete(jobId);
      // A pool that stops has given the job back.
      if (this.#isClaiming) this.wake();
      else this.offer();
    });
  }

  async #run(claimed: ClaimedJob, abort: AbortController): Promise<void> {
    const { jobId, attempt } = claimed.fence;
    const timings: Run["timings"] = {};
    try {
      await runJob(claimed, this.#deps, { abort, timings });
      this.#deps.log.info("Job completed", { jobId, attempt });
    } catch (reason) {
      await endAttempt(claimed, { reason, timings }, this.#deps);
    }
  }

  async #renewLeases(): Promise<void> {
    if (this.#held.size === 0) return;
    const startedMs = this.#deps.now();
    const jobs = [...this.#held.values()];
    try {
      const { workerId, leaseSeconds } = this.#options;
      const fences = jobs.map(({ fence }) => fence);
      const renewed = await this.#deps.store.heartbeat(workerId, fences, leaseSeconds);
      this.#trustFrom(startedMs);
      stopLost(jobs, new Map(renewed.map((job) => [job.jobId, job.cancelRequested])));
    } catch (error) {
      this.#deps.log.warn("Cannot renew the leases", { error: codeOf(error) });
    }
  }

  #trustFrom(startedMs: number): void {
    this.#trustedUntilMs = startedMs + this.#leaseMs - SAFETY_MARGIN_MS;
  }

  #fenceSelf(): void {
    if (!this.#isTrusted) this.#abortAll("lease_lost");
  }

  #ends(): Promise<void>[] {
    return [...this.#held.values()].map(({ ended }) => ended);
  }

  #abortAll(why: "lease_lost" | "stopping"): void {
    for (const { abort } of this.#held.values()) abort.abort(new JobAbort(why));
  }

  async #reap(): Promise<void> {
    if (await reapJobs(this.#deps) > 0) this.offer();
    else this.wake();
  }
}

/** Stops the jobs whose lease was not renewed, and those whose owner cancelled them. */
function stopLost(jobs: readonly HeldJob[], renewed: ReadonlyMap<string, boolean>): void {
  for (const { fence, abort } of jobs) {
    const isCancelled = renewed.get(fence.jobId);
    if (isCancelled === undefined) abort.abort(new JobAbort("lease_lost"));
    else if (isCancelled) abort.abort(new JobAbort("cancelled"));
  }
}

/** Waits for all of the work, but no longer than `timeoutMs`. */
async function within(timeoutMs: number, work: readonly unknown[]): Promise<void> {
  if (work.length === 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  await Promise.race([Promise.all(work), promise]);
  clearTimeout(timer);
}
