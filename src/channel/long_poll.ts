// Waiting for news of a job over plain HTTP. Frames tell when to look; what is answered is the Job.

import type { Job } from "../jobs/job.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Clock } from "./clock.ts";
import type { Hub } from "./hub.ts";

/** A job is looked at no more often than this, however many frames come. */
export const MIN_LOOK_MS = 250;
/** And no less often: progress from another process may come by the database alone. */
export const MAX_LOOK_MS = 3_000;

export type WaitOptions = {
  readonly isNews: (job: Job) => boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Called when there is something to wait for; the answer as the wait ends. */
  readonly hold?: () => () => void;
};

export type LongPollParts = {
  readonly jobs: Pick<Jobs, "find">;
  readonly hub: Pick<Hub, "watch">;
  readonly clock: Clock;
};

/** The job once `isNews` says so of it, or as it is when the time is up. */
export type WaitForJob = (jobId: string, options: WaitOptions) => Promise<Job>;

export function createWaitForJob({ jobs, hub, clock }: LongPollParts): WaitForJob {
  return async function waitForJob(jobId, options) {
    const { isNews, timeoutMs, signal, hold = () => () => {} } = options;
    const endMs = clock.nowMs() + timeoutMs;
    const leftMs = () => Math.max(0, endMs - clock.nowMs());
    let job = await jobs.find(jobId, signal);
    if (isNews(job)) return job;
    const release = hold();
    const bell = new Bell(clock, signal);
    const watch = hub.watch(job, job.seq, { send: () => bell.ring(), canTake: () => true });
    try {
      for (;;) {
        await bell.wait(Math.min(MAX_LOOK_MS, leftMs()));
        job = await jobs.find(jobId, signal);
        if (isNews(job) || leftMs() === 0) return job;
        await bell.rest(Math.min(MIN_LOOK_MS, leftMs()));
      }
    } finally {
      watch.close();
      release();
    }
  };
}

/** Wakes one who waits; a ring while nobody waits is not lost. */
class Bell {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #hasRung = false;
  #wake = () => {};

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  ring(): void {
    this.#hasRung = true;
    this.#wake();
  }

  /** Until it rings or has rung, and no longer than this. */
  async wait(ms: number): Promise<void> {
    if (!this.#hasRung) await this.#sleep(ms, (wake) => this.#wake = wake);
    this.#hasRung = false;
  }

  /** Deaf for this long. */
  rest(ms: number): Promise<void> {
    return this.#sleep(ms, () => {});
  }

  async #sleep(ms: number, listen: (wake: () => void) => void): Promise<void> {
    this.#signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => reject(this.#signal.reason);
    this.#signal.addEventListener("abort", abort, { once: true });
    listen(resolve);
    const stop = this.#clock.startTimer(resolve, ms);
    try {
      await promise;
    } finally {
      stop();
      this.#wake = () => {};
      this.#signal.removeEventListener("abort", abort);
    }
  }
}
