// The contract between the hub and whoever watches: sockets, event streams and long polls alike.

import type { Frame } from "../jobs/frame.ts";
import type { Job } from "../jobs/job.ts";

/** One who watches a job. A watcher that throws loses its watch, and nobody else anything. */
export interface Watcher {
  /** Frames may come several at once: `text` is then an array of them, and `frame` the last. */
  readonly isBatch?: boolean;
  /**
   * Called once before any frame, with how many stored frames follow from the log; none do where
   * the watch is closed before.
   */
  begin?(replayed: number): void;
  send(text: string, frame: Frame): void;
  /** False while enough is waiting: stored frames then stay in the log until `Watch.resume`. */
  canTake(): boolean;
}

export interface Watch {
  /** The watcher can take more again. Resolves once the next page of the log has been taken. */
  resume(): Promise<void>;
  /** Nothing is sent from here on. */
  close(): void;
}

export type WatchedJob = Pick<Job, "jobId" | "status" | "options">;
