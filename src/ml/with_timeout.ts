import { AppError } from "../errors.ts";

export type TimeoutOptions = {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What is waited for: ends the sentence "The ML service took too long …". */
  readonly waitingTo: string;
};

/**
 * Waits for `work` no longer than `timeoutMs` and no longer than until `signal` aborts; the signal
 * that `work` gets then aborts too.
 * @throws {AppError} `ml_timeout`, or the reason of `signal`.
 */
export async function withTimeout<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, signal, waitingTo }: TimeoutOptions,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (reason: unknown) => {
    controller.abort(reason);
    reject(reason);
  };
  const follow = () => stop(signal.reason);
  const timer = setTimeout(
    () => stop(new AppError("ml_timeout", `The ML service took too long ${waitingTo}`)),
    timeoutMs,
  );
  signal.addEventListener("abort", follow, { once: true });
  try {
    return await Promise.race([work(controller.signal), aborted]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", follow);
  }
}
