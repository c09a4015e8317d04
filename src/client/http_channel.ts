// The same channel over plain HTTP, for networks that let no WebSocket through: frames come as
// server-sent events, or by long poll where something on the way holds streams back.

import { backoffDelayMs } from "./backoff.ts";
import type { Channel, Watcher } from "./channel.ts";
import { readEventStream } from "./event_stream.ts";
import { createFrameCursor, type FrameCursor } from "./frame_cursor.ts";
import { pollJob } from "./long_poll.ts";
import type { StartTimer } from "./pending_requests.ts";
import { Refusal } from "./refusal.ts";
import type { RestApi } from "./rest_api.ts";
import type { RestCall } from "./rest_call.ts";

/** How long streams are left alone after one was held back, in milliseconds. */
export const STREAMS_BLOCKED_MS = 60_000;
/** Watches beyond these ask now and then: a browser has six connections to a host. */
export const MAX_LONG_REQUESTS = 3;
/** How often they ask, and shortest pause between two polls of the others, in milliseconds. */
export const SHORT_POLL_MS = 3_000;
export const MIN_POLL_PAUSE_MS = 250;

export type HttpChannelPorts = {
  readonly call: RestCall;
  readonly api: RestApi;
  readonly startTimer: StartTimer;
  nowMs(): number;
  random(): number;
};

type HttpWatch = {
  readonly jobId: string;
  readonly cursor: FrameCursor;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
};

export class HttpChannel implements Channel {
  readonly #ports: HttpChannelPorts;
  readonly #pauses = new Set<() => void>();
  #streamsBlockedUntilMs = 0;
  #longRequests = 0;

  constructor(ports: HttpChannelPorts) {
    this.#ports = ports;
  }

  generate: Channel["generate"] = (request, signal) => this.#ports.api.generate(request, signal);

  search: Channel["search"] = (text, limit, signal) => this.#ports.api.songs(text, limit, signal);

  cancel: Channel["cancel"] = async (jobId, signal) => {
    await this.#ports.api.cancel(jobId, signal);
  };

  watch(jobId: string, after: number, watcher: Watcher): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    void this.#follow({ jobId, cursor: createFrameCursor(after), watcher, signal });
    return () => stop.abort();
  }

  /** The network is back: do not wait any longer. */
  wake(): void {
    for (const end of [...this.#pauses]) end();
  }

  async #follow(watch: HttpWatch): Promise<void> {
    const { watcher, signal } = watch;
    let failures = 0;
    while (!signal.aborted) {
      let pauseMs = 0;
      try {
        pauseMs = await this.#listen(watch);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refusal && !error.isPassing) return watcher.onError(error);
        pauseMs = backoffDelayMs(failures++, this.#ports.random());
      }
      await this.#pause(pauseMs, signal);
    }
  }

  /** Once: by a stream if one gets through. Resolves with the pause before the next time. */
  async #listen(watch: HttpWatch): Promise<number> {
    if (this.#longRequests >= MAX_LONG_REQUESTS) {
      await pollJob(this.#ports, undefined, { ...watch, waitSeconds: 0 });
      return SHORT_POLL_MS;
    }
    this.#longRequests++;
    try {
      const isBlocked = this.#ports.nowMs() < this.#streamsBlockedUntilMs;
      return isBlocked ? await this.#poll(watch) : await this.#stream(watch);
    } finally {
      this.#longRequests--;
    }
  }

  async #stream({ jobId, cursor, watcher, signal }: HttpWatch): Promise<number> {
    const job = await this.#ports.api.job(jobId, signal);
    watcher.onJob(job);
    signal.throwIfAborted();
    const { onFrame } = watcher;
    const end = await readEventStream(this.#ports, { jobId, cursor, onFrame, signal });
    if (end.hasSpoken) return this.#jitter(end.retryMs ?? MIN_POLL_PAUSE_MS);
    // Nothing to wait for: a finished job is read from its log, a running one by long poll.
    this.#streamsBlockedUntilMs = this.#ports.nowMs() + STREAMS_BLOCKED_MS;
    return 0;
  }

  /** Until streams may be tried again. */
  async #poll(watch: HttpWatch): Promise<number> {
    let etag: string | undefined;
    while (this.#ports.nowMs() < this.#streamsBlockedUntilMs) {
      etag = await pollJob(this.#ports, etag, watch);
      watch.signal.throwIfAborted();
      await this.#pause(MIN_POLL_PAUSE_MS, watch.signal);
    }
    return 0;
  }

  /** So that readers cut off together do not come back together. */
  #jitter(delayMs: number): number {
    return delayMs * (0.5 + this.#ports.random());
  }

  async #pause(delayMs: number, signal: AbortSignal): Promise<void> {
    if (delayMs <= 0 || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopTimer = this.#ports.startTimer(resolve, delayMs);
    this.#pauses.add(resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    stopTimer();
    this.#pauses.delete(resolve);
  }
}
