// The one wrapper around database work: outages become `not_ready`, and no wait is endless.

import { AppError } from "../../errors.ts";
import { isUnavailable } from "./is_unavailable.ts";

/** Above the statement timeout of the server, for a server that does not answer at all. */
export const DATABASE_TIMEOUT_MS = 20_000;
const RETRY_AFTER_SECONDS = 5;

export type GuardOptions = {
  readonly signal?: AbortSignal | undefined;
  /** @default DATABASE_TIMEOUT_MS */
  readonly timeoutMs?: number;
};

/**
 * Runs database work. An abort ends the wait, not the work: a statement on its way may still
 * happen.
 *
 * @throws {AppError} `not_ready`, with the driver's error as cause.
 */
export async function guardDatabase<T>(
  work: () => PromiseLike<T>,
  { signal, timeoutMs = DATABASE_TIMEOUT_MS }: GuardOptions = {},
): Promise<T> {
  signal?.throwIfAborted();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(notReady(new Error(`No answer within ${timeoutMs} ms`))),
    timeoutMs,
  );
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work(), interrupted]);
  } catch (error) {
    throw isUnavailable(error) ? notReady(error) : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function notReady(cause: unknown): AppError {
  return new AppError("not_ready", "The database cannot be used just now", {
    cause,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
