// What a client was told of jobs: every stored frame in the order of the telling, and the ends.

import { isStored, isTerminalFrame } from "../../src/jobs/frame.ts";
import type { JobFrame } from "../support/socket_client.ts";

const END_TIMEOUT_MS = 60_000;

export class ToldJobs {
  readonly #what: string;
  readonly #frames = new Map<string, JobFrame[]>();
  readonly #ends = new Map<string, PromiseWithResolvers<JobFrame>>();

  /** `what`: who is told, for complaints. */
  constructor(what: string) {
    this.#what = what;
  }

  /** False for a job that is there already. */
  add(jobId: string): boolean {
    if (this.#frames.has(jobId)) return false;
    this.#frames.set(jobId, []);
    this.#ends.set(jobId, Promise.withResolvers());
    return true;
  }

  get jobIds(): readonly string[] {
    return [...this.#frames.keys()];
  }

  framesOf(jobId: string): readonly JobFrame[] {
    return this.#frames.get(jobId) ?? [];
  }

  /** Where to go on after a break. */
  lastSeq(jobId: string): number {
    return this.framesOf(jobId).at(-1)?.seq ?? 0;
  }

  hasEnded(jobId: string): boolean {
    const last = this.framesOf(jobId).at(-1);
    return last !== undefined && isTerminalFrame(last.type);
  }

  take(frame: JobFrame): void {
    if (!isStored(frame.type)) return;
    this.#frames.get(frame.jobId)?.push(frame);
    if (isTerminalFrame(frame.type)) this.#ends.get(frame.jobId)?.resolve(frame);
  }

  /** Resolves with the job's terminal frame. */
  async end(jobId: string): Promise<JobFrame> {
    const timeout = Promise.withResolvers<never>();
    const timer = setTimeout(() => timeout.reject(this.#complaint(jobId)), END_TIMEOUT_MS);
    try {
      return await Promise.race([this.#ends.get(jobId)!.promise, timeout.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  #complaint(jobId: string): Error {
    const last = JSON.stringify(this.framesOf(jobId).at(-1));
    return new Error(`The job ${jobId} does not end for ${this.#what}; its last frame was ${last}`);
  }
}
