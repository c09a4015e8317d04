// The same channel over plain HTTP, for networks that let no WebSocket through: frames come as
// server-sent events, or by long poll where something on the way holds streams back.

import { backoffDelayMs } from "./backoff.ts";
import type { Channel, Watcher } from "./channel.ts";
import { readEventStream } from "./event_stream.ts";
import { createFrameCursor, type FrameCursor } from "./frame_cursor.ts";
import { pollJob } from "./long_poll.ts";
import { REQUEST_TIMEOUT_MS, type StartTimer } from "./pending_requests.ts";
import { Refusal } from "./refusal.ts";
import type { RestApi } from "./rest_api.ts";
import type { RestCall } from "./rest_call.ts";
import { Unreachable } from "./unreachable.ts";

/** How long streams are left alone after one was held back, in milliseconds. */
export const STREAMS_BLOCKED_MS = 60_000;
/** How long nothing waits at a server that has no room for it, in milliseconds. */
export const CROWDED_MS = 60_000;
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
  /** Ends the watch. */
  readonly fail: (error: Refusal) => void;
  readonly signal: AbortSignal;
};

export class HttpChannel implements Channel {
  readonly #ports: HttpChannelPorts;
  /** What watches and calls are at: `wake` has them begin again. */
  readonly #rounds = new Set<AbortController>();
  #streamsBlockedUntilMs = 0;
  #crowdedUntilMs = 0;
  #longRequests = 0;

  constructor(ports: HttpChannelPorts) {
    this.#ports = ports;
  }

  generate: Channel["generate"] = (request, signal) =>
    this.#insist(() => this.#ports.api.generate(request, signal), signal);

  search: Channel["search"] = (query, signal) =>
    this.#insist(() => this.#ports.api.songs(query, signal), signal);

  cancel: Channel["cancel"] = async (jobId, signal) => {
    await this.#insist(() => this.#ports.api.cancel(jobId, signal), signal);
  };

  watch(jobId: string, after: number, watcher: Watcher): () => void {
    const stop = new AbortController();
    const fail = (error: Refusal) => {
      stop.abort();
      watcher.onError(error);
    };
    const cursor = createFrameCursor(after);
    void this.#follow({ jobId, cursor, watcher, fail, signal: stop.signal });
    return () => stop.abort();
  }

  /** The network may be another: what is under way begins again, what waits goes on at once. */
  wake(): void {
    for (const round of [...this.#rounds]) round.abort();
  }

  /** Asks until there is an answer or no time left; every request may be made twice. */
  async #insist<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const endMs = this.#ports.nowMs() + REQUEST_TIMEOUT_MS;
    for (let failures = 0;; failures++) {
      try {
        return await ask();
      } catch (error) {
        const delayMs = backoffDelayMs(failures, this.#ports.random());
        const isLate = this.#ports.nowMs() + delayMs >= endMs;
        const isAway = error instanceof Refusal ? error.isAway : error instanceof Unreachable;
        if (!isAway || isLate) throw error;
        await this.#inRound(signal, (signal) => this.#pause(delayMs, signal));
        signal.throwIfAborted();
      }
    }
  }

  async #follow(watch: HttpWatch): Promise<void> {
    let failures = 0;
    while (!watch.signal.aborted) {
      await this.#inRound(watch.signal, async (signal) => {
        try {
          const pauseMs = await this.#listen({ ...watch, signal });
          failures = 0;
          await this.#pause(pauseMs, signal);
        } catch (error) {
          if (signal.aborted) return;
          if (error instanceof Refusal && !error.isPassing) return watch.fail(error);
          await this.#pause(backoffDelayMs(failures++, this.#ports.random()), signal);
        }
      });
    }
  }

  async #inRound(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const round = new AbortController();
    this.#rounds.add(round);
    await work(AbortSignal.any([signal, round.signal]));
    this.#rounds.delete(round);
  }

  /** Once: by a stream if one gets through. Resolves with the pause before the next time. */
  async #listen(watch: HttpWatch): Promise<number> {
    const nowMs = this.#ports.nowMs();
    if (this.#longRequests >= MAX_LONG_REQUESTS || nowMs < this.#crowdedUntilMs) {
      await pollJob(this.#ports, undefined, { ...watch, waitSeconds: 0 });
      return SHORT_POLL_MS;
    }
    this.#longRequests++;
    try {
      const isBlocked = nowMs < this.#streamsBlockedUntilMs;
      return isBlocked ? await this.#poll(watch) : await this.#stream(watch);
    } catch (error) {
      if (!(error instanceof Refusal && error.isCrowded)) throw error;
      this.#crowdedUntilMs = this.#ports.nowMs() + CROWDED_MS;
      return 0;
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
    // Held back, or refused on the way: long poll takes over at once.
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
    signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    stopTimer();
  }
}
