// What processes share beside the database's tables: hints through PostgreSQL; frames and the quota
// through Redis, where there is one.

import type { Config } from "../config.ts";
import { createLocalFanout, type Fanout } from "../jobs/fanout.ts";
import { createHintedFanout } from "../jobs/hinted_fanout.ts";
import { type Hints, NO_HINTS } from "../jobs/hints.ts";
import type { SubmitLimiter } from "../jobs/submit_limiter.ts";
import type { Log } from "../log.ts";
import type { SongPageCache } from "../songs/search/cached_search.ts";
import { createMemoryPageCache } from "../storage/caches/memory_page_cache.ts";
import { createSubmitLimiter } from "../storage/limits/submit_limiter.ts";
import type { Database } from "../storage/postgres/database.ts";
import { NotifyHints } from "../storage/postgres/notify_hints.ts";

export type Shared = {
  readonly hints: Hints;
  readonly fanout: Fanout;
  readonly limiter: SubmitLimiter;
  readonly songPages: SongPageCache;
  /** Undefined without Redis. */
  readonly checkRedis: (() => Promise<void>) | undefined;
};

type Parts = { readonly database: Database; readonly log: Log; readonly workerId: string };

export async function openShared(
  config: Pick<Config, "storage" | "jobs">,
  parts: Parts,
  stack: AsyncDisposableStack,
): Promise<Shared> {
  const { databaseUrl, redisUrl } = config.storage;
  if (databaseUrl === undefined && redisUrl === undefined) {
    return { hints: NO_HINTS, fanout: createLocalFanout(), ...ofThisProcess(config) };
  }
  const hints = databaseUrl === undefined ? NO_HINTS : stack.use(
    new NotifyHints(parts.database, { databaseUrl, processId: parts.workerId }),
  );
  if (redisUrl === undefined) {
    return { hints, fanout: stack.use(createHintedFanout(hints)), ...ofThisProcess(config) };
  }
  return {
    hints,
    ...await openRedis({ ...parts, redisUrl, hints, quota: quotaOf(config) }, stack),
  };
}

function ofThisProcess(config: Pick<Config, "jobs">) {
  const limiter = createSubmitLimiter(quotaOf(config));
  return { limiter, songPages: createMemoryPageCache(), checkRedis: undefined };
}

async function openRedis(
  { log, workerId, redisUrl, hints, quota }: Parts & {
    readonly redisUrl: string;
    readonly hints: Hints;
    readonly quota: ReturnType<typeof quotaOf>;
  },
  stack: AsyncDisposableStack,
): Promise<Omit<Shared, "hints">> {
  const { checkRedis, connectToRedis } = await import("../storage/redis/redis.ts");
  const { createRedisFanout } = await import("../storage/redis/redis_fanout.ts");
  const { createRedisPageCache } = await import("../storage/caches/redis_page_cache.ts");
  const redis = stack.use(
    connectToRedis(
      redisUrl,
      (state, cause) =>
        state === "up"
          ? log.info("Redis is up")
          : log.warn("Redis is down", { error: cause?.message }),
    ),
  );
  return {
    fanout: stack.use(createRedisFanout(redis, { processId: workerId, hints })),
    limiter: createSubmitLimiter({ ...quota, redis: redis.commands }),
    songPages: createRedisPageCache(redis.commands),
    checkRedis: () => checkRedis(redis),
  };
}

function quotaOf({ jobs }: Pick<Config, "jobs">) {
  return { limit: jobs.generateLimit, windowSeconds: jobs.generateWindowSeconds };
}
