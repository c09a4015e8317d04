import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import type { SubmitLimiter } from "../../src/jobs/submit_limiter.ts";
import { createMemorySubmitLog, MAX_CLIENTS } from "../../src/storage/limits/memory_submit_log.ts";
import { createSubmitLimiter } from "../../src/storage/limits/submit_limiter.ts";
import { connectToRedis } from "../../src/storage/redis/redis.ts";
import { eventually } from "../support/eventually.ts";
import type { Need } from "../support/needed_program.ts";
import { NEEDS_REDIS, startRedisServer } from "../support/redis_server.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

type WithLimiter = (
  options: { limit: number; windowSeconds: number },
  use: (limiter: SubmitLimiter) => Promise<void>,
) => Promise<void>;

async function countLetThrough(limiter: SubmitLimiter, client: string, times: number) {
  const tries = Array.from({ length: times }, () => limiter.consume(client));
  const results = await Promise.allSettled(tries);
  return results.filter(({ status }) => status === "fulfilled").length;
}

function limiterSuite(name: string, need: Need, withLimiter: WithLimiter): void {
  Deno.test(
    `${name} lets exactly its limit of a hundred submits at once through`,
    need,
    () =>
      withLimiter({ limit: 10, windowSeconds: 900 }, async (limiter) => {
        assert.equal(await countLetThrough(limiter, "a", 100), 10);
      }),
  );

  Deno.test(
    `${name} refuses with the seconds after which one is free`,
    need,
    () =>
      withLimiter({ limit: 1, windowSeconds: 900 }, async (limiter) => {
        await limiter.consume("a");
        await assert.rejects(limiter.consume("a"), (error) => {
          assert.ok(error instanceof AppError);
          assert.equal(error.code, "rate_limited");
          assert.ok(error.retryAfterSeconds! >= 899 && error.retryAfterSeconds! <= 900);
          return true;
        });
      }),
  );

  Deno.test(
    `${name} counts each client alone`,
    need,
    () =>
      withLimiter({ limit: 2, windowSeconds: 900 }, async (limiter) => {
        assert.equal(await countLetThrough(limiter, "a", 5), 2);
        assert.equal(await countLetThrough(limiter, "b", 5), 2);
      }),
  );

  Deno.test(
    `${name} tells what is left without taking it`,
    need,
    () =>
      withLimiter({ limit: 3, windowSeconds: 900 }, async (limiter) => {
        assert.deepEqual(await limiter.peek("a"), { limit: 3, remaining: 3, resetSeconds: 0 });
        const taken = await limiter.consume("a");
        assert.deepEqual(taken, { limit: 3, remaining: 2, resetSeconds: 900 });
        assert.equal((await limiter.peek("a")).remaining, 2);
        assert.equal((await limiter.peek("a")).remaining, 2);
      }),
  );

  Deno.test(
    `${name} gives a refunded submit back, also after refusals`,
    need,
    () =>
      withLimiter({ limit: 2, windowSeconds: 900 }, async (limiter) => {
        await countLetThrough(limiter, "a", 20);
        await limiter.refund("a");
        assert.equal((await limiter.peek("a")).remaining, 1);
        assert.equal(await countLetThrough(limiter, "a", 5), 1);
      }),
  );

  Deno.test(
    `${name} never holds more than its limit after refunds of nothing`,
    need,
    () =>
      withLimiter({ limit: 2, windowSeconds: 900 }, async (limiter) => {
        await limiter.refund("a");
        await limiter.refund("a");
        assert.equal((await limiter.peek("a")).remaining, 2);
        assert.equal(await countLetThrough(limiter, "a", 5), 2);
      }),
  );

  Deno.test(
    `${name} lets a submit through again when the window has passed`,
    need,
    () =>
      withLimiter({ limit: 1, windowSeconds: 1 }, async (limiter) => {
        const start = performance.now();
        await limiter.consume("a");
        await eventually(() => limiter.consume("a"));
        assert.ok(performance.now() - start > 950);
      }),
  );
}

limiterSuite("submit limiter in memory", { ignore: false }, async (options, use) => {
  await use(createSubmitLimiter(options));
});

limiterSuite("submit limiter on Redis", NEEDS_REDIS, async (options, use) => {
  await using server = await startRedisServer();
  await using redis = connectToRedis(server.url);
  await eventually(() => assert.equal(redis.commands.status, "ready"));
  await use(createSubmitLimiter({ ...options, redis: redis.commands }));
});

Deno.test("submit limiter lets no more than its limit through in any window", async () => {
  let now = 0;
  const limiter = createSubmitLimiter({ limit: 2, windowSeconds: 10, now: () => now });
  const allowedAt: number[] = [];
  for (; now < 60_000; now += 700) {
    await limiter.consume("a").then(() => allowedAt.push(now), () => {});
  }
  assert.ok(allowedAt.length >= 10);
  assert.ok(allowedAt.every((time, index) => index < 2 || time - allowedAt[index - 2]! >= 10_000));
});

Deno.test("submit limiter is free again exactly when it said", async () => {
  let now = 0;
  const limiter = createSubmitLimiter({ limit: 2, windowSeconds: 10, now: () => now });
  await limiter.consume("a");
  now = 4_000;
  await limiter.consume("a");
  await assert.rejects(limiter.consume("a"), { retryAfterSeconds: 6 });
  assert.equal((await limiter.peek("a")).resetSeconds, 10);
  now = 9_999;
  await assert.rejects(limiter.consume("a"), { retryAfterSeconds: 1 });
  now = 10_000;
  await limiter.consume("a");
});

Deno.test("submit log in memory forgets the client idle for longest above its limit", () => {
  const log = createMemorySubmitLog({ limit: 1, windowMs: 1000, now: () => 0 });
  log.take("first");
  for (let client = 1; client < MAX_CLIENTS; client++) log.take(`client ${client}`);
  assert.deepEqual(log.read("first"), { used: 1, freeInMs: 1000, resetInMs: 1000 });
  log.take("one too many");
  assert.deepEqual(log.read("first"), { used: 0, freeInMs: 0, resetInMs: 0 });
  assert.deepEqual(log.read("client 1"), { used: 1, freeInMs: 1000, resetInMs: 1000 });
});

Deno.test(
  "submit limiters of two processes share one quota through Redis",
  NEEDS_REDIS,
  async () => {
    await using server = await startRedisServer();
    await using one = connectToRedis(server.url);
    await using two = connectToRedis(server.url);
    await eventually(() =>
      assert.deepEqual([one.commands.status, two.commands.status], ["ready", "ready"])
    );
    const options = { limit: 10, windowSeconds: 900 };
    const limiters = [one, two].map(({ commands }) =>
      createSubmitLimiter({ ...options, redis: commands })
    );
    const counts = await Promise.all(limiters.map((limiter) => countLetThrough(limiter, "a", 50)));
    assert.equal(counts[0]! + counts[1]!, 10);
  },
);

Deno.test(
  "submit limiter goes on by itself while Redis is down, and shares again after",
  NEEDS_REDIS,
  async () => {
    await using server = await startRedisServer();
    await using redis = connectToRedis(server.url);
    await eventually(() => assert.equal(redis.commands.status, "ready"));
    let now = 0;
    const limiter = createSubmitLimiter({
      limit: 2,
      windowSeconds: 900,
      redis: redis.commands,
      now: () => now,
    });
    await limiter.consume("a");
    await server.stopAtOnce();
    assert.equal(await countLetThrough(limiter, "b", 5), 2);
    await server.start();
    await eventually(() => assert.equal(redis.commands.status, "ready"));
    now += 10_000;
    await limiter.consume("c");
    assert.equal(await redis.commands.zcard("orpheus:submits:c"), 1);
  },
);

Deno.test(
  "submit limiter waits once, not each time, for a Redis that says nothing",
  NEEDS_REDIS,
  async () => {
    await using server = await startRedisServer();
    await using proxy = await startTcpProxy(server.port);
    await using redis = connectToRedis(`redis://127.0.0.1:${proxy.port}`);
    await eventually(() => assert.equal(redis.commands.status, "ready"));
    const limiter = createSubmitLimiter({ limit: 1000, windowSeconds: 900, redis: redis.commands });
    proxy.silence();
    await limiter.consume("a");
    const start = performance.now();
    for (let turn = 0; turn < 100; turn++) await limiter.consume("a");
    assert.ok(performance.now() - start < 10_000);
  },
);
