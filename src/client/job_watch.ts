// A job watched as an async iterator. Frames that the consumer is too slow for stay on the server:
// the watch lets go of the job and takes it up again after the last frame it holds.

import type { Channel } from "./channel.ts";
import { foldFrame, foldJob, isFinished } from "./fold_job.ts";
import { FrameBuffer } from "./frame_buffer.ts";
import { createFrameCursor, type FrameCursor, isStored } from "./frame_cursor.ts";
import type { Frame, Job } from "./wire.ts";

export type WatchOptions = {
  /** The `seq` of the last stored frame known: only later ones come. @default 0, all of them */
  readonly after?: number | undefined;
  /** Ends the watch: its iteration throws the reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told the job whenever the server tells it whole: at first, and again after every break. */
  readonly onJob?: ((job: Job) => void) | undefined;
};

/**
 * Iterates over the frames of a job: every stored one once and in order, and of `queued` and
 * `progress` the latest. Ends after the last frame of the job as it is now: an earlier failure that
 * was retried does not end it. Begins with the first `next()`; `break` ends it too.
 */
export class JobWatch implements AsyncIterableIterator<Frame, undefined, undefined> {
  readonly jobId: string;
  readonly #channel: Pick<Channel, "watch">;
  readonly #signal: AbortSignal;
  readonly #onJob: (job: Job) => void;
  readonly #cursor: FrameCursor;
  readonly #buffer = new FrameBuffer();
  readonly #frames: AsyncGenerator<Frame, undefined, undefined>;
  #job: Job | undefined;
  #seq: number;
  #failure: { readonly error: unknown } | undefined;
  #isDone = false;
  #stop: (() => void) | undefined;
  #wake = () => {};

  constructor(
    channel: Pick<Channel, "watch">,
    jobId: string,
    { after = 0, signal, onJob }: WatchOptions & { readonly signal: AbortSignal },
  ) {
    if (!Number.isSafeInteger(after) || after < 0) {
      throw new RangeError(`A watch begins after a whole number: got ${after}`);
    }
    this.jobId = jobId;
    this.#channel = channel;
    this.#signal = signal;
    this.#onJob = onJob ?? (() => {});
    this.#cursor = createFrameCursor(after);
    this.#seq = after;
    this.#frames = this.#read();
  }

  /** The job as it is now, by all that was heard; undefined until the server has told of it. */
  get job(): Job | undefined {
    return this.#job;
  }

  /** The `seq` of the last stored frame given out: where a later watch can go on. */
  get seq(): number {
    return this.#seq;
  }

  /** @throws {Refusal} when the job may not be watched. @throws {Unreachable} after `close`. */
  next(): Promise<IteratorResult<Frame, undefined>> {
    return this.#frames.next();
  }

  return(): Promise<IteratorResult<Frame, undefined>> {
    this.#isDone = true;
    this.#wake();
    return this.#frames.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  async *#read(): AsyncGenerator<Frame, undefined, undefined> {
    // At once, for nobody may ask for a frame again.
    const end = () => {
      this.#leave();
      this.#wake();
    };
    this.#signal.addEventListener("abort", end, { once: true });
    try {
      for (;;) {
        this.#signal.throwIfAborted();
        if (this.#isDone) return undefined;
        const frame = this.#buffer.shift();
        if (frame) {
          if (isStored(frame)) this.#seq = frame.seq;
          yield frame;
        } else if (this.#failure) throw this.#failure.error;
        else if (this.#isOver) return undefined;
        else await this.#listen();
      }
    } finally {
      this.#signal.removeEventListener("abort", end);
      this.#leave();
    }
  }

  /** Resolves as soon as there may be something to do. */
  async #listen(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    this.#stop ??= this.#watch();
    await promise;
  }

  #watch(): () => void {
    const isCurrent = () => this.#stop === stop;
    const stop = this.#channel.watch(this.jobId, this.#cursor.seq(), {
      onJob: (job) => isCurrent() && this.#takeJob(job),
      onFrame: (frame) => isCurrent() && this.#takeFrame(frame),
      onError: (error) => isCurrent() && this.#fail(error),
    });
    return stop;
  }

  #takeJob(job: Job): void {
    this.#job = foldJob(this.#job, job);
    try {
      this.#onJob(this.#job);
    } catch (error) {
      return this.#fail(error);
    }
    if (this.#isOver) this.#leave();
    this.#wake();
  }

  #takeFrame(frame: Frame): void {
    if (!this.#cursor.accept(frame)) return;
    if (this.#job) this.#job = foldFrame(this.#job, frame);
    this.#buffer.push(frame);
    if (this.#isOver || this.#buffer.isFull) this.#leave();
    this.#wake();
  }

  /** A failure in the past of a retried job leaves the job unfinished, so it is not the end. */
  get #isOver(): boolean {
    return this.#job !== undefined && isFinished(this.#job) && this.#cursor.seq() >= this.#job.seq;
  }

  #fail(error: unknown): void {
    this.#failure = { error };
    this.#leave();
    this.#wake();
  }

  #leave(): void {
    const stop = this.#stop;
    this.#stop = undefined;
    stop?.();
  }
}
