// The sliding log that processes share: a sorted set per client, by the clock of Redis.

import type { Redis } from "ioredis";
import type { SubmitLog, SubmitLogOptions } from "./submit_log.ts";

const PREFIX = "orpheus:submits:";

// One script, so that nothing comes between counting and taking.
const SCRIPT = `
local key, action, limit, window, id = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
local used = redis.call('ZCARD', key)
local taken = 0
if action == 'take' and used < limit then
  redis.call('ZADD', key, now, id)
  redis.call('PEXPIRE', key, window)
  used = used + 1
  taken = 1
elseif action == 'give' and used > 0 then
  redis.call('ZPOPMAX', key)
  used = used - 1
end
local free, reset = 0, 0
if used > 0 then
  if used >= limit then free = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2] + window - now end
  reset = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2] + window - now
end
return {taken, used, free, reset}`;

export function createRedisSubmitLog(
  redis: Redis,
  { limit, windowMs }: SubmitLogOptions,
): SubmitLog {
  const run = async (action: "take" | "give" | "read", client: string) => {
    const id = crypto.randomUUID();
    const answer = await redis.eval(SCRIPT, 1, PREFIX + client, action, limit, windowMs, id);
    const [taken, used, freeInMs, resetInMs] = answer as [number, number, number, number];
    return { isTaken: taken === 1, used, freeInMs, resetInMs };
  };
  return {
    take: (client) => run("take", client),
    async giveBack(client) {
      await run("give", client);
    },
    read: (client) => run("read", client),
  };
}
