import assert from "node:assert/strict";
import { createMemoryPageCache } from "../../src/storage/caches/memory_page_cache.ts";
import { createRedisPageCache } from "../../src/storage/caches/redis_page_cache.ts";
import { connectToRedis } from "../../src/storage/redis/redis.ts";
import { eventually } from "../support/eventually.ts";
import { NEEDS_REDIS, startRedisServer } from "../support/redis_server.ts";

Deno.test("the page cache of a process gives back what it was given last", async () => {
  const cache = createMemoryPageCache();
  assert.equal(await cache.get("a"), undefined);
  await cache.set("a", "one");
  await cache.set("a", "two");
  assert.equal(await cache.get("a"), "two");
});

Deno.test("the page cache of a process forgets what was asked for least lately", async () => {
  const cache = createMemoryPageCache({ maxLetters: 8 });
  await cache.set("a", "111");
  await cache.set("b", "222");
  await cache.get("a");
  await cache.set("c", "333");
  assert.deepEqual(
    [await cache.get("a"), await cache.get("b"), await cache.get("c")],
    ["111", undefined, "333"],
  );
});

Deno.test("the page cache of a process keeps no page that is larger than itself", async () => {
  const cache = createMemoryPageCache({ maxLetters: 8 });
  await cache.set("a", "12345678");
  assert.equal(await cache.get("a"), undefined);
  await cache.set("a", "1234567");
  assert.equal(await cache.get("a"), "1234567");
});

Deno.test({
  name: "the page cache in Redis is shared, outlives an outage and is silent within it",
  ...NEEDS_REDIS,
  async fn() {
    await using server = await startRedisServer();
    await using one = connectToRedis(server.url);
    await using other = connectToRedis(server.url);
    let nowMs = 0;
    const cache = createRedisPageCache(one.commands, { now: () => nowMs });
    await eventually(() => one.commands.ping());
    await eventually(() => other.commands.ping());
    await cache.set("a", "one");
    assert.equal(await createRedisPageCache(other.commands).get("a"), "one");
    assert.ok(await other.commands.ttl("orpheus:songs:a") > 0);

    await server.stopAtOnce();
    assert.equal(await cache.get("a"), undefined);
    await cache.set("a", "lost");
    await server.start();
    nowMs += 5_000;
    await eventually(async () => {
      await cache.set("a", "two");
      assert.equal(await cache.get("a"), "two");
    });
  },
});
