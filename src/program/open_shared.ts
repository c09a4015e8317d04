// What processes share through Redis, and each keeps for itself without it.

import type { Config } from "../config.ts";
import { createLocalFanout, type Fanout } from "../jobs/fanout.ts";
import type { SubmitLimiter } from "../jobs/submit_limiter.ts";
import type { Log } from "../log.ts";
import { createSubmitLimiter } from "../storage/limits/submit_limiter.ts";

export type Shared = {
  readonly fanout: Fanout;
  readonly limiter: SubmitLimiter;
  /** Undefined without Redis. */
  readonly checkRedis: (() => Promise<void>) | undefined;
};

export async function openShared(
  config: Pick<Config, "storage" | "jobs">,
  parts: { readonly log: Log; readonly workerId: string },
  stack: AsyncDisposableStack,
): Promise<Shared> {
  const quota = {
    limit: config.jobs.generateLimit,
    windowSeconds: config.jobs.generateWindowSeconds,
  };
  const { redisUrl } = config.storage;
  if (redisUrl === undefined) {
    return {
      fanout: createLocalFanout(),
      limiter: createSubmitLimiter(quota),
      checkRedis: undefined,
    };
  }
  const { checkRedis, connectToRedis } = await import("../storage/redis/redis.ts");
  const { createRedisFanout } = await import("../storage/redis/redis_fanout.ts");
  const redis = stack.use(
    connectToRedis(
      redisUrl,
      (state, cause) =>
        state === "up"
          ? parts.log.info("Redis is up")
          : parts.log.warn("Redis is down", { error: cause?.message }),
    ),
  );
  return {
    fanout: stack.use(createRedisFanout(redis, { processId: parts.workerId })),
    limiter: createSubmitLimiter({ ...quota, redis: redis.commands }),
    checkRedis: () => checkRedis(redis),
  };
}
