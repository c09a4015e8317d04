import assert from "node:assert/strict";
import type { Envelope } from "../../src/jobs/fanout.ts";
import { NO_HINTS } from "../../src/jobs/hints.ts";
import {
  checkRedis,
  connectToRedis,
  type RedisConnections,
} from "../../src/storage/redis/redis.ts";
import {
  createRedisFanout,
  MAX_UNANSWERED_PUBLISHES,
} from "../../src/storage/redis/redis_fanout.ts";
import { eventually } from "../support/eventually.ts";
import { NEEDS_REDIS, startRedisServer } from "../support/redis_server.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

const JOB_ID = "8e3f1c9a-5a1e-4d0c-9d3e-2f6b7a8c9d0e";

function envelope(seq: number): Envelope {
  return {
    frame: { type: "stage", jobId: JOB_ID, seq, at: "2026-10-01T12:00:00.000Z", stage: "storing" },
    prevSeq: seq - 1,
  };
}

/** A process: its fan-out, and the `seq` of all it has heard. */
async function startProcess(stack: AsyncDisposableStack, url: string, options = {}) {
  const redis = stack.use(connectToRedis(url));
  const processId = crypto.randomUUID();
  const fanout = stack.use(createRedisFanout(redis, { processId, hints: NO_HINTS, ...options }));
  const heard: Envelope[] = [];
  fanout.subscribe({ onFrame: (envelope) => heard.push(envelope) });
  const seqs = () => heard.map(({ frame }) => frame.seq);
  await eventually(() => assert.equal(redis.commands.status, "ready"));
  return { redis, fanout, heard, seqs };
}

/** Until this many processes listen at Redis. */
async function untilHeardBy(redis: RedisConnections, processes: number): Promise<void> {
  await eventually(async () =>
    assert.deepEqual(await redis.commands.pubsub("NUMSUB", "orpheus:frames"), [
      "orpheus:frames",
      processes,
    ])
  );
}

Deno.test(
  "fan-out carries frames to the other process in order, and home once",
  NEEDS_REDIS,
  async () => {
    await using server = await startRedisServer();
    await using stack = new AsyncDisposableStack();
    const one = await startProcess(stack, server.url);
    const two = await startProcess(stack, server.url);
    await untilHeardBy(one.redis, 2);
    const sent = Array.from({ length: 200 }, (_, index) => envelope(index + 1));
    for (const each of sent) one.fanout.publish(each);
    assert.deepEqual(one.heard, sent);
    await eventually(() => assert.deepEqual(two.heard, sent));
    assert.equal(one.heard.length, 200);
  },
);

Deno.test(
  "fan-out serves its own process while Redis is away, and others when it is back",
  NEEDS_REDIS,
  async () => {
    await using server = await startRedisServer();
    await using stack = new AsyncDisposableStack();
    const one = await startProcess(stack, server.url);
    const two = await startProcess(stack, server.url);
    await untilHeardBy(one.redis, 2);
    await server.stopAtOnce();
    one.fanout.publish(envelope(1));
    assert.deepEqual(one.seqs(), [1]);
    await server.start();
    await eventually(() => checkRedis(one.redis));
    await untilHeardBy(one.redis, 2);
    one.fanout.publish(envelope(2));
    await eventually(() => assert.deepEqual(two.seqs(), [2]));
  },
);

Deno.test(
  "fan-out notices a subscription that has gone silent and makes a new one",
  NEEDS_REDIS,
  async () => {
    await using server = await startRedisServer();
    await using proxy = await startTcpProxy(server.port);
    await using stack = new AsyncDisposableStack();
    const one = await startProcess(stack, server.url);
    const two = await startProcess(stack, `redis://127.0.0.1:${proxy.port}`, {
      pingIntervalMs: 50,
    });
    await untilHeardBy(one.redis, 2);
    proxy.silence();
    let seq = 0;
    await eventually(() => {
      one.fanout.publish(envelope(++seq));
      assert.ok(two.seqs().length > 0);
    });
    // The client leaves the timers of unanswered pings to run out.
    await new Promise((resolve) => setTimeout(resolve, 600));
  },
);

Deno.test("fan-out sends no more than Redis may owe answers for", NEEDS_REDIS, async () => {
  await using server = await startRedisServer();
  await using stack = new AsyncDisposableStack();
  const one = await startProcess(stack, server.url);
  const two = await startProcess(stack, server.url);
  await untilHeardBy(one.redis, 2);
  const count = MAX_UNANSWERED_PUBLISHES + 10;
  for (let seq = 1; seq <= count; seq++) one.fanout.publish(envelope(seq));
  assert.equal(one.heard.length, count);
  await eventually(() => assert.equal(two.heard.length, MAX_UNANSWERED_PUBLISHES));
  one.fanout.publish(envelope(count + 1));
  await eventually(() => assert.equal(two.seqs().at(-1), count + 1));
  assert.equal(two.heard.length, MAX_UNANSWERED_PUBLISHES + 1);
});

Deno.test("fan-out ignores messages that no process of Orpheus sent", NEEDS_REDIS, async () => {
  await using server = await startRedisServer();
  await using stack = new AsyncDisposableStack();
  const one = await startProcess(stack, server.url);
  await untilHeardBy(one.redis, 1);
  const messages = ["", "null", "{}", `{"from": "x"}`, `{"from": "x", "envelope": {"frame": {}}}`];
  for (const message of messages) await one.redis.commands.publish("orpheus:frames", message);
  const from = { from: "another process", envelope: envelope(7) };
  await one.redis.commands.publish("orpheus:frames", JSON.stringify(from));
  await eventually(() => assert.deepEqual(one.seqs(), [7]));
});

Deno.test(
  "fan-out hears nothing more after it is closed, nor does a listener that has left",
  NEEDS_REDIS,
  async () => {
    await using server = await startRedisServer();
    await using stack = new AsyncDisposableStack();
    const one = await startProcess(stack, server.url);
    const two = await startProcess(stack, server.url);
    await untilHeardBy(one.redis, 2);
    const seen: number[] = [];
    const leave = one.fanout.subscribe({ onFrame: ({ frame }) => seen.push(frame.seq) });
    two.fanout.publish(envelope(1));
    await eventually(() => assert.deepEqual(seen, [1]));
    leave();
    leave();
    two.fanout.publish(envelope(2));
    await eventually(() => assert.deepEqual(one.seqs(), [1, 2]));
    assert.deepEqual(seen, [1]);
  },
);

Deno.test(
  "connections tell once that Redis went and once that it came back",
  NEEDS_REDIS,
  async () => {
    await using server = await startRedisServer();
    const told: string[] = [];
    await using redis = connectToRedis(server.url, (state) => told.push(state));
    await eventually(() => checkRedis(redis));
    await server.stopAtOnce();
    await eventually(() => assert.deepEqual(told, ["up", "down"]));
    await assert.rejects(checkRedis(redis));
    await server.start();
    await eventually(() => checkRedis(redis));
    assert.deepEqual(told, ["up", "down", "up"]);
  },
);

Deno.test("connections to a Redis that was never there fail commands at once and close", async () => {
  const told: string[] = [];
  await using redis = connectToRedis("redis://127.0.0.1:1", (state) => told.push(state));
  const start = performance.now();
  await assert.rejects(checkRedis(redis));
  assert.ok(performance.now() - start < 4_000);
  await eventually(() => assert.deepEqual(told, ["down"]));
});
