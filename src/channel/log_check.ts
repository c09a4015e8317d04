// Compares every watcher's place with the frame log, whatever hints were lost.

import type { FrameStore } from "../jobs/frame_store.ts";
import type { ChannelLog } from "./channel_log.ts";
import type { Topic } from "./topic.ts";

export const MAX_JOBS_PER_CHECK = 1_000;

export type LogCheckParts = {
  readonly topics: ReadonlyMap<string, Topic>;
  readonly frames: Pick<FrameStore, "lastSeqs">;
  readonly log: ChannelLog;
  readonly within: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  readonly closed: AbortSignal;
};

/** One check at a time: the log may be slow. One asked for meanwhile follows. */
export class LogCheck {
  readonly #parts: LogCheckParts;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;

  constructor(parts: LogCheckParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  run(): Promise<void> {
    this.#isAskedAgain = this.isRunning;
    return this.#running ??= this.#compareAll().finally(() => {
      this.#running = undefined;
      if (this.#isAskedAgain && !this.#parts.closed.aborted) void this.run();
    });
  }

  async #compareAll(): Promise<void> {
    const { topics, log, closed } = this.#parts;
    const jobIds = [...topics.keys()];
    try {
      for (let start = 0; start < jobIds.length; start += MAX_JOBS_PER_CHECK) {
        await this.#compare(jobIds.slice(start, start + MAX_JOBS_PER_CHECK));
      }
    } catch (error) {
      if (closed.aborted) return;
      log.warn("Watchers could not be compared with the log", { error: String(error) });
    }
  }

  async #compare(jobIds: readonly string[]): Promise<void> {
    const { topics, frames, within } = this.#parts;
    const seqs = await within((signal) => frames.lastSeqs(jobIds, signal));
    for (const [jobId, seq] of seqs) topics.get(jobId)?.compare(seq);
  }
}
