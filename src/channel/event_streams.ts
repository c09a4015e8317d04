// Jobs as server-sent events: each frame is one unnamed event, so that `onmessage` gets them all, and
// its JSON has the type. A stream ends after the job's last frame; who comes back after that one is
// answered 204, which tells an EventSource to stop. A retry makes the next answer a stream again.

import { type Frame, isStored, isTerminalFrame } from "../jobs/frame.ts";
import { isTerminal, type Job } from "../jobs/job.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { type Clock, repeat } from "./clock.ts";
import type { Hub } from "./hub.ts";
import type { Watch, Watcher } from "./watch.ts";

/** A comment keeps proxies from closing a stream on which nothing happens. */
export const COMMENT_MS = 15_000;
export const RETRY_MS = 2_000;
/** Bytes a stream may hold; beyond, frames stay in the log. */
export const MAX_STREAM_BYTES = 64 * 1024;

const HEADERS = { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" };
const encoder = new TextEncoder();

export type StreamOptions = {
  readonly signal: AbortSignal;
  /** Called as a stream begins; the answer as it ends. What it throws refuses the stream. */
  readonly hold?: () => () => void;
};

export interface EventStreams extends Disposable {
  /**
   * The stored frames with `seq > after`, then the live ones.
   *
   * @throws {AppError} `not_found`.
   */
  open(jobId: string, after: number, options: StreamOptions): Promise<Response>;
  readonly size: number;
}

export type EventStreamsParts = {
  readonly jobs: Pick<Jobs, "find">;
  readonly hub: Pick<Hub, "watch">;
  readonly clock: Clock;
};

/** Disposing ends every stream: their readers come back to whoever serves then. */
export function createEventStreams({ jobs, hub, clock }: EventStreamsParts): EventStreams {
  const streams = new Set<EventStream>();
  let isOver = false;
  const stop = repeat(clock, COMMENT_MS, () => {
    for (const stream of streams) stream.comment();
  });

  return {
    async open(jobId, after, { signal, hold = () => () => {} }) {
      const job = await jobs.find(jobId, signal);
      signal.throwIfAborted();
      if (isToldWhole(job, after)) return new Response(null, { status: 204 });
      const release = hold();
      const onEnd = () => {
        streams.delete(stream);
        release();
      };
      const stream = new EventStream(job, { signal, onEnd });
      streams.add(stream);
      const body = stream.start((watcher) => hub.watch(job, after, watcher));
      // Its job was still looked for when all streams were ended.
      if (isOver) stream.end();
      return new Response(body, { headers: HEADERS });
    },
    get size() {
      return streams.size;
    },
    [Symbol.dispose]() {
      isOver = true;
      stop();
      for (const stream of [...streams]) stream.end();
    },
  };
}

/** Nothing follows, and nothing is to be waited for: a stream would have neither frames nor an end. */
export function isToldWhole({ status, seq }: Job, after: number): boolean {
  return isTerminal(status) && after >= seq;
}

type StreamEnd = { readonly signal: AbortSignal; readonly onEnd: () => void };

class EventStream implements Watcher {
  readonly #lastSeq: number;
  readonly #end: StreamEnd;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #watch: Watch | undefined;
  /** The latest frame that is not stored, when there was no room for it. */
  #latest: string | undefined;
  #isOver = false;

  constructor({ seq }: Job, end: StreamEnd) {
    this.#lastSeq = seq;
    this.#end = end;
  }

  start(watch: (watcher: Watcher) => Watch): ReadableStream<Uint8Array> {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      pull: () => this.#resume(),
      cancel: () => this.#leave(),
    }, new ByteLengthQueuingStrategy({ highWaterMark: MAX_STREAM_BYTES }));
    this.#end.signal.addEventListener("abort", () => this.end(), { once: true });
    this.#write(`retry: ${RETRY_MS}\n\n`);
    this.#watch = watch(this);
    if (this.#isOver) this.#watch.close();
    return body;
  }

  send(text: string, frame: Frame): void {
    const event = `id: ${frame.seq}\ndata: ${text}\n\n`;
    if (!isStored(frame.type) && !this.canTake()) {
      this.#latest = event;
      return;
    }
    this.#latest = undefined;
    this.#write(event);
    // An earlier failure may lie within the log: a retry has gone on from it.
    if (isTerminalFrame(frame.type) && frame.seq >= this.#lastSeq) this.end();
  }

  canTake(): boolean {
    return (this.#controller.desiredSize ?? 0) > 0;
  }

  comment(): void {
    if (this.canTake()) this.#write(":\n\n");
  }

  end(): void {
    if (this.#isOver) return;
    this.#leave();
    this.#controller.close();
  }

  #resume(): void {
    if (this.#latest !== undefined) this.#write(this.#latest);
    this.#latest = undefined;
    void this.#watch?.resume();
  }

  #write(text: string): void {
    this.#controller.enqueue(encoder.encode(text));
  }

  #leave(): void {
    this.#isOver = true;
    this.#watch?.close();
    this.#end.onEnd();
  }
}
