// Watches jobs over server-sent events, a stream each.

import { eventFrames } from "../support/event_reader.ts";
import { pauseUnless } from "./pause_unless.ts";
import { ToldJobs } from "./told_jobs.ts";
import type { TransportWatcher, WatcherOptions } from "./watcher.ts";

/** Above the comments of the server. */
const SILENCE_MS = 30_000;

export class StreamWatcher implements TransportWatcher {
  readonly told = new ToldJobs("an event stream");
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
      // The server is gone or cannot answer, or the line is cut: then again.
      await this.#read(jobId).catch(() => {});
      await pauseUnless(signal);
    }
  }

  async #read(jobId: string): Promise<void> {
    const { url, stayMs } = this.#options;
    const end = new AbortController();
    const leave = () => end.abort();
    let silence = setTimeout(leave, SILENCE_MS);
    const stay = stayMs && setTimeout(leave, stayMs());
    this.#closed.signal.addEventListener("abort", leave);
    try {
      const last = this.told.lastSeq(jobId);
      const answer = await fetch(`${url()}/api/jobs/${jobId}/events`, {
        headers: last === 0 ? {} : { "Last-Event-ID": String(last) },
        signal: end.signal,
      });
      if (answer.status !== 200) return await answer.body?.cancel();
      for await (const frame of eventFrames(answer.body!)) {
        clearTimeout(silence);
        silence = setTimeout(leave, SILENCE_MS);
        if (frame !== undefined) this.told.take(frame);
      }
    } finally {
      clearTimeout(silence);
      clearTimeout(stay);
      this.#closed.signal.removeEventListener("abort", leave);
    }
  }
}
