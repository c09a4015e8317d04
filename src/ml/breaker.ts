// Spares a service that keeps failing. Closed, calls go through; after a row of failures it opens
// and they are refused; after a while they go through again, and the first one decides.

import { AppError } from "../errors.ts";

export type BreakerOptions = {
  readonly maxFailures: number;
  readonly openMs: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
};

export class Breaker {
  readonly #options: BreakerOptions;
  #failuresInARow = 0;
  #openUntilMs = 0;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#leftMs > 0;
  }

  /** @throws {AppError} `ml_unavailable` while it is open. */
  check(): void {
    if (!this.isOpen) return;
    throw new AppError(
      "ml_unavailable",
      `The ML service is left alone for a while as it failed ${this.#failuresInARow} times in a row`,
      { retryAfterSeconds: Math.ceil(this.#leftMs / 1000) },
    );
  }

  succeed(): void {
    this.#failuresInARow = 0;
    this.#openUntilMs = 0;
  }

  /** Until a success, each further failure opens it again. */
  fail(): void {
    this.#failuresInARow++;
    const { maxFailures, openMs, now } = this.#options;
    if (this.#failuresInARow >= maxFailures) this.#openUntilMs = now() + openMs;
  }

  get #leftMs(): number {
    return this.#openUntilMs - this.#options.now();
  }
}
