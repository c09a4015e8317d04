// Watches jobs by long poll: it waits for a later `seq`, and reads the frames since the one it has.

import type { Job } from "../../src/jobs/job.ts";
import type { JobFrame } from "../support/socket_client.ts";
import { pauseUnless } from "./pause_unless.ts";
import { ToldJobs } from "./told_jobs.ts";
import type { TransportWatcher, WatcherOptions } from "./watcher.ts";

const WAIT_SECONDS = 10;
const TIMEOUT_MS = 15_000;

export class PollWatcher implements TransportWatcher {
  readonly told = new ToldJobs("a long poll");
  readonly #options: WatcherOptions;
  readonly #closed = new AbortController();
  readonly #lives: Promise<void>[] = [];

  constructor(options: WatcherOptions) {
    this.#options = options;
  }

  watch(jobId: string): void {
    if (this.told.add(jobId)) this.#lives.push(this.#follow(jobId));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    await Promise.all(this.#lives);
  }

  async #follow(jobId: string): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted && !this.told.hasEnded(jobId)) {
      // The server is gone or cannot answer: then again.
      const isAnswered = await this.#poll(jobId).catch(() => false);
      if (!isAnswered) await pauseUnless(signal);
    }
  }

  async #poll(jobId: string): Promise<boolean> {
    const after = this.told.lastSeq(jobId);
    const job = await this.#get<Job>(`/api/status/${jobId}?wait=${WAIT_SECONDS}&after=${after}`);
    if (job === undefined || job.seq <= after) return job !== undefined;
    const path = `/api/jobs/${jobId}/frames?after=${after}`;
    const page = await this.#get<{ readonly frames: readonly JobFrame[] }>(path);
    for (const frame of page?.frames ?? []) this.told.take(frame);
    return page !== undefined;
  }

  /** Undefined for whatever is no answer. */
  async #get<T>(path: string): Promise<T | undefined> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const signal = AbortSignal.any([this.#closed.signal, timeout]);
    const answer = await fetch(`${this.#options.url()}${path}`, { signal });
    if (answer.status === 200) return await answer.json();
    await answer.body?.cancel();
    return undefined;
  }
}
