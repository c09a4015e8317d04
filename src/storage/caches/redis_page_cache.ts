// Pages that processes share through Redis. Each has a time to live, as nobody asks for those of an
// earlier catalogue again.

import type { Redis } from "ioredis";
import type { SongPageCache } from "../../songs/search/cached_search.ts";

const PREFIX = "orpheus:songs:";
const TIME_TO_LIVE_SECONDS = 600;
/** How long Redis is left alone after it failed. */
const REST_MS = 5_000;

export type RedisPageCacheOptions = {
  /** Monotonic milliseconds. */
  readonly now?: () => number;
};

/** While Redis is away nothing is found and nothing kept. */
export function createRedisPageCache(
  redis: Redis,
  { now = () => performance.now() }: RedisPageCacheOptions = {},
): SongPageCache {
  let restUntilMs = -Infinity;
  async function ask<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (redis.status !== "ready" || now() < restUntilMs) return undefined;
    try {
      return await work();
    } catch {
      restUntilMs = now() + REST_MS;
      return undefined;
    }
  }
  return {
    get: async (key) => await ask(() => redis.get(PREFIX + key)) ?? undefined,
    async set(key, page) {
      await ask(() => redis.set(PREFIX + key, page, "EX", TIME_TO_LIVE_SECONDS));
    },
  };
}
