// The submit quota: shared through Redis where there is one, and each process's own while Redis is
// away or slow, so that no request waits for it.

import type { Redis } from "ioredis";
import { AppError } from "../../errors.ts";
import type { Quota, SubmitLimiter } from "../../jobs/submit_limiter.ts";
import { createMemorySubmitLog } from "./memory_submit_log.ts";
import { createRedisSubmitLog } from "./redis_submit_log.ts";
import type { SubmitLog, Tally } from "./submit_log.ts";

/** How long Redis is left alone after it failed. */
const REST_MS = 5_000;

export type SubmitLimiterOptions = {
  readonly limit: number;
  readonly windowSeconds: number;
  /** Undefined: this process counts alone. */
  readonly redis?: Redis | undefined;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
};

/** At most `limit` submits of a client are let through within any `windowSeconds`. */
export function createSubmitLimiter(options: SubmitLimiterOptions): SubmitLimiter {
  const { limit, windowSeconds, redis, now = () => performance.now() } = options;
  const log = createLog({ limit, windowMs: windowSeconds * 1000, redis, now });
  const toQuota = ({ used, resetInMs }: Tally): Quota => ({
    limit,
    remaining: Math.max(0, limit - used),
    resetSeconds: Math.ceil(resetInMs / 1000),
  });
  return {
    limit,
    windowSeconds,
    async consume(client) {
      const tally = await log.take(client);
      if (tally.isTaken) return toQuota(tally);
      throw new AppError("rate_limited", `At most ${limit} blends in ${windowSeconds} seconds`, {
        retryAfterSeconds: Math.max(1, Math.ceil(tally.freeInMs / 1000)),
      });
    },
    refund: async (client) => await log.giveBack(client),
    peek: async (client) => toQuota(await log.read(client)),
  };
}

type LogOptions = {
  readonly limit: number;
  readonly windowMs: number;
  readonly redis: Redis | undefined;
  readonly now: () => number;
};

function createLog({ limit, windowMs, redis, now }: LogOptions): SubmitLog {
  const own = createMemorySubmitLog({ limit, windowMs, now });
  if (!redis) return own;
  const shared = createRedisSubmitLog(redis, { limit, windowMs });
  let restUntilMs = -Infinity;
  const run = async <T>(work: (log: SubmitLog) => T | Promise<T>): Promise<T> => {
    if (redis.status !== "ready" || now() < restUntilMs) return await work(own);
    try {
      return await work(shared);
    } catch {
      restUntilMs = now() + REST_MS;
      return await work(own);
    }
  };
  return {
    take: (client) => run((log) => log.take(client)),
    giveBack: (client) => run((log) => log.giveBack(client)),
    read: (client) => run((log) => log.read(client)),
  };
}
