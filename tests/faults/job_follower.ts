// Follows each job on its own, over plain HTTP: asks for its frames, and again after any break, until
// the last one has come.

import { pauseUnless } from "./pause_unless.ts";
import { ToldJobs } from "./told_jobs.ts";
import type { TransportWatcher } from "./watcher.ts";

/** Tells what follows of a job. False when it is best to wait a moment before asking again. */
export type Ask = (jobId: string, told: ToldJobs, closed: AbortSignal) => Promise<boolean>;

export class JobFollower implements TransportWatcher {
  readonly told: ToldJobs;
  readonly #ask: Ask;
  readonly #closed = new AbortController();
  readonly #lives: Promise<void>[] = [];

  /** `what`: who is told, for complaints. */
  constructor(what: string, ask: Ask) {
    this.told = new ToldJobs(what);
    this.#ask = ask;
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
      // The server is gone or cannot answer, or the line is cut: then again.
      const isAnswered = await this.#ask(jobId, this.told, signal).catch(() => false);
      if (!isAnswered) await pauseUnless(signal);
    }
  }
}
