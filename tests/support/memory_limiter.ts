// A submit quota that never comes back by itself, for tests in which no time passes.

import { AppError } from "../../src/errors.ts";
import type { Quota, SubmitLimiter } from "../../src/jobs/submit_limiter.ts";

export class MemoryLimiter implements SubmitLimiter {
  readonly windowSeconds = 900;
  readonly limit: number;
  readonly #used = new Map<string, number>();

  constructor(limit = 10) {
    this.limit = limit;
  }

  async consume(client: string): Promise<Quota> {
    const used = this.#used.get(client) ?? 0;
    if (used >= this.limit) {
      throw new AppError("rate_limited", "Too many submits", {
        retryAfterSeconds: this.windowSeconds,
      });
    }
    this.#used.set(client, used + 1);
    return await this.peek(client);
  }

  async refund(client: string): Promise<void> {
    await Promise.resolve();
    this.#used.set(client, (this.#used.get(client) ?? 1) - 1);
  }

  async peek(client: string): Promise<Quota> {
    await Promise.resolve();
    const used = this.#used.get(client) ?? 0;
    const resetSeconds = used === 0 ? 0 : this.windowSeconds;
    return { limit: this.limit, remaining: this.limit - used, resetSeconds };
  }
}
