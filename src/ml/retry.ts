import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors.ts";

export type RetryPolicy = {
  readonly maxTries: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** 0–1, not 1. */
  readonly random: () => number;
};

export type RetryOptions = {
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal;
  /** Whether another try is worthwhile now. */
  readonly canRetry: () => boolean;
};

/** Tries again what failed with a retryable error of the service. */
export async function retry<T>(
  attempt: () => Promise<T>,
  { policy, signal, canRetry }: RetryOptions,
): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      const delayMs = retryDelayMs(error, tries, policy);
      if (delayMs === undefined || !canRetry()) throw error;
      await sleep(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

/** A service that asks for more is given up for this call. */
export const MAX_RETRY_AFTER_SECONDS = 300;

/**
 * How long to wait after the `tries`-th try failed, or undefined to give up. What the service asks
 * for counts; else the wait is anywhere below a bound that doubles ("full jitter").
 */
export function retryDelayMs(
  error: unknown,
  tries: number,
  { maxTries, baseMs, capMs, random }: RetryPolicy,
): number | undefined {
  const isOfService = error instanceof AppError && error.code.startsWith("ml_");
  if (!isOfService || !error.retryable || tries >= maxTries) return undefined;
  const { retryAfterSeconds } = error;
  if (retryAfterSeconds === undefined) return random() * Math.min(capMs, baseMs * 2 ** (tries - 1));
  return retryAfterSeconds <= MAX_RETRY_AFTER_SECONDS ? retryAfterSeconds * 1000 : undefined;
}
