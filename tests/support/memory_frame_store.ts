// The frame log in memory, which can be slow, fail and lose its old frames when a test says so.

import type { Envelope } from "../../src/jobs/fanout.ts";
import { type Frame, type FramePayload, type FrameType } from "../../src/jobs/frame.ts";
import type { FrameStore } from "../../src/jobs/frame_store.ts";
import { SEQ_PER_ATTEMPT } from "../../src/jobs/job.ts";
import { SAMPLE_JOB_ID } from "./sample_job.ts";

const AT = "2026-01-02T03:04:05.000Z";

export class MemoryFrameStore implements FrameStore {
  /** Thrown by every read while it is set. */
  failure: unknown;
  /** While true, reads see the log as it is and answer when `release` is called. */
  isSlow = false;
  reads = 0;
  readonly #logs = new Map<string, Frame[]>();
  #held: (() => void)[] = [];

  read(jobId: string, after: number, limit: number, signal?: AbortSignal): Promise<Frame[]> {
    this.reads++;
    return this.#answer(
      () => this.frames(jobId).filter(({ seq }) => seq > after).slice(0, limit),
      signal,
    );
  }

  lastSeqs(jobIds: readonly string[], signal?: AbortSignal): Promise<Map<string, number>> {
    return this.#answer(() => {
      const known = jobIds.filter((jobId) => this.#logs.has(jobId));
      return new Map(known.map((jobId) => [jobId, this.lastSeq(jobId)]));
    }, signal);
  }

  /** Stores the next frame of a job; the envelope is what would be published. */
  append<T extends FrameType>(
    type: T,
    payload: FramePayload<T>,
    jobId = SAMPLE_JOB_ID,
  ): Envelope {
    const prevSeq = this.lastSeq(jobId);
    const seq = type === "started"
      ? (Math.floor(prevSeq / SEQ_PER_ATTEMPT) + 1) * SEQ_PER_ATTEMPT
      : prevSeq + 1;
    const frame = { type, jobId, seq, at: AT, ...payload } as unknown as Frame;
    this.#logs.set(jobId, [...this.frames(jobId), frame]);
    return { frame, prevSeq };
  }

  /** A frame that is not stored, at the place the log has reached. */
  unstored<T extends FrameType>(
    type: T,
    payload: FramePayload<T>,
    jobId = SAMPLE_JOB_ID,
  ): Envelope {
    const seq = this.lastSeq(jobId);
    return { frame: { type, jobId, seq, at: AT, ...payload } as unknown as Frame };
  }

  frames(jobId = SAMPLE_JOB_ID): readonly Frame[] {
    return this.#logs.get(jobId) ?? [];
  }

  lastSeq(jobId = SAMPLE_JOB_ID): number {
    return this.frames(jobId).at(-1)?.seq ?? 0;
  }

  /** Loses the oldest frames of a job, never its last one. */
  trim(jobId: string, count: number): void {
    const frames = this.frames(jobId);
    this.#logs.set(jobId, frames.slice(Math.min(count, frames.length - 1)));
  }

  /** Loses a job with all its frames. */
  remove(jobId: string): void {
    this.#logs.delete(jobId);
  }

  /** Answers the reads that wait. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const answer of held) answer();
  }

  get held(): number {
    return this.#held.length;
  }

  async #answer<T>(look: () => T, signal: AbortSignal | undefined): Promise<T> {
    const { failure } = this;
    const seen = look();
    await (this.isSlow
      ? new Promise<void>((resolve) => this.#held.push(resolve))
      : Promise.resolve());
    signal?.throwIfAborted();
    if (failure !== undefined) throw failure;
    return seen;
  }
}
