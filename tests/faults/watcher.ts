// A client that watches jobs over all three transports as the contract tells clients to: after any
// break it comes back, on whichever server is there, and resumes each job after the last frame it
// has of it.

import type { JobFrame } from "../support/socket_client.ts";
import { createPollWatcher } from "./poll_watcher.ts";
import { SocketWatcher } from "./socket_watcher.ts";
import { createStreamWatcher } from "./stream_watcher.ts";
import type { ToldJobs } from "./told_jobs.ts";

export type WatcherOptions = {
  /** Of the server to watch on, over HTTP, at the time of each connection. */
  readonly url: () => string;
  /** How long to stay before moving on. Undefined: until something breaks. */
  readonly stayMs?: () => number;
};

export interface TransportWatcher extends AsyncDisposable {
  readonly told: ToldJobs;
  /** From its first frame on. */
  watch(jobId: string): void;
}

export class Watcher implements AsyncDisposable {
  readonly #transports: readonly TransportWatcher[];

  constructor(options: WatcherOptions) {
    this.#transports = [
      new SocketWatcher(options),
      createStreamWatcher(options),
      createPollWatcher(options),
    ];
  }

  /** From its first frame on. */
  watch(jobId: string): void {
    for (const transport of this.#transports) transport.watch(jobId);
  }

  /** What each transport has told. */
  get told(): readonly ToldJobs[] {
    return this.#transports.map(({ told }) => told);
  }

  /** Resolves with the job's terminal frame, once it came over every transport. */
  async end(jobId: string): Promise<JobFrame> {
    const [end] = await Promise.all(this.told.map((told) => told.end(jobId)));
    return end!;
  }

  /** Every stored frame of the job that the socket has told. */
  framesOf(jobId: string): readonly JobFrame[] {
    return this.told[0]!.framesOf(jobId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#transports.map((transport) => transport[Symbol.asyncDispose]()));
  }
}
