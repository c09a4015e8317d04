// A bound on waiting for somebody else, also for somebody who does not listen to signals.

import type { Clock } from "./clock.ts";

/**
 * Waits at most this long. The signal given to `work` aborts at the deadline or with `parent`.
 *
 * @throws {DOMException} `TimeoutError` at the deadline; the reason of `parent` when that aborts.
 */
export async function runWithin<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { clock, ms, parent }: {
    readonly clock: Clock;
    readonly ms: number;
    readonly parent?: AbortSignal;
  },
): Promise<T> {
  parent?.throwIfAborted();
  const controller = new AbortController();
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const abort = (reason: unknown) => {
    controller.abort(reason);
    reject(reason);
  };
  const follow = () => abort(parent?.reason);
  parent?.addEventListener("abort", follow, { once: true });
  const stop = clock.startTimer(
    () => abort(new DOMException(`Nothing came within ${ms} ms`, "TimeoutError")),
    ms,
  );
  try {
    return await Promise.race([work(controller.signal), stopped]);
  } finally {
    stop();
    parent?.removeEventListener("abort", follow);
  }
}
