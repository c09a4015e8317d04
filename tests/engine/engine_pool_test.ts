import assert from "node:assert/strict";
import { createEnginePool, type EnginePoolOptions } from "../../src/engine/engine_pool.ts";
import type { EngineTask } from "../../src/engine/engine_message.ts";
import { eventually } from "../support/eventually.ts";
import { SCRIPT } from "../support/script.ts";

const LIVE = new AbortController().signal;

function openPool(options: Partial<EnginePoolOptions> = {}) {
  let started = 0;
  const startWorker = () => {
    started++;
    const url = new URL("../support/scripted_worker.ts", import.meta.url);
    return new Worker(url, { type: "module" });
  };
  const pool = createEnginePool({ size: 1, startWorker, ...options });
  const run = (seed: number, signal = LIVE) => Array.fromAsync(pool.run(task(seed), signal));
  return {
    pool,
    run,
    started: () => started,
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

function task(seed: number): EngineTask {
  const [first, second, third] = [new Uint8Array(1), new Uint8Array(1), new Uint8Array(1)];
  const options = { temperature: 1, creativity: 0, length_seconds: 15, seed, weights: [1, 1, 1] };
  return { type: "generate", midiFiles: [first, second, third], options: options as never };
}

Deno.test("pool passes on what a task reports, and nothing after its end", async () => {
  await using world = openPool();
  assert.deepEqual(await world.run(SCRIPT.work), [
    { type: "progress", progress: 0.5, message: "Half" },
  ]);
});

Deno.test("pool starts no worker before there is a task and uses one again", async () => {
  await using world = openPool();
  assert.equal(world.pool.workers, 0);
  await world.run(SCRIPT.work);
  await world.run(SCRIPT.work);
  assert.deepEqual([world.pool.workers, world.started()], [1, 1]);
});

Deno.test("pool starts a worker to render with while one composes, if there is room for it", async () => {
  await using world = openPool({ size: 2 });
  await world.run(SCRIPT.work);
  assert.deepEqual([world.pool.workers, world.started()], [2, 2]);
  await world.run(SCRIPT.work);
  assert.equal(world.started(), 2);
});

Deno.test("pool runs no more tasks at once than its size", async () => {
  await using world = openPool({ size: 2, maxWaiting: 10 });
  await Promise.all([1, 2, 3, 4, 5].map(() => world.run(SCRIPT.work)));
  assert.equal(world.started(), 2);
});

Deno.test("pool refuses a task when as many wait as may", async () => {
  await using world = openPool({ size: 1, maxWaiting: 1 });
  const stopping = new AbortController();
  const hanging = world.run(SCRIPT.hang, stopping.signal);
  const waiting = world.run(SCRIPT.work);
  await assert.rejects(world.run(SCRIPT.work), { code: "queue_full", retryAfterSeconds: 10 });
  stopping.abort();
  await assert.rejects(hanging, { name: "AbortError" });
  assert.equal((await waiting).length, 1, "who waited has its turn");
});

Deno.test("pool lets go of a task that is cancelled while it waits", async () => {
  await using world = openPool();
  const stopping = new AbortController();
  const hanging = world.run(SCRIPT.hang, stopping.signal);
  const leaving = new AbortController();
  const waiting = world.run(SCRIPT.work, leaving.signal);
  leaving.abort();
  await assert.rejects(waiting, { name: "AbortError" });
  stopping.abort();
  await assert.rejects(hanging, { name: "AbortError" });
  assert.equal((await world.run(SCRIPT.work)).length, 1, "no slot is lost");
});

Deno.test("pool ends the worker of a cancelled task", async () => {
  await using world = openPool();
  const stopping = new AbortController();
  const reports = world.pool.run(task(SCRIPT.stall), stopping.signal);
  await reports.next();
  const reason = new Error("The user has cancelled");
  stopping.abort(reason);
  await assert.rejects(reports.next(), reason);
  assert.equal(world.pool.workers, 0);
  assert.equal((await world.run(SCRIPT.work)).length, 1);
});

Deno.test("pool gives the place of a cancelled task away, though nobody reads its reports", async () => {
  await using world = openPool();
  const stopping = new AbortController();
  const reports = world.pool.run(task(SCRIPT.stall), stopping.signal);
  await reports.next();
  stopping.abort();
  assert.equal(world.pool.workers, 0);
  assert.equal((await world.run(SCRIPT.work)).length, 1);
});

Deno.test("pool ends a task that takes too long", async () => {
  await using world = openPool({ taskMs: 200 });
  await assert.rejects(world.run(SCRIPT.hang), { code: "ml_timeout" });
  assert.equal(world.pool.workers, 0);
});

Deno.test("pool replaces a worker that breaks down and its task fails", async () => {
  await using world = openPool();
  await assert.rejects(world.run(SCRIPT.crash), { code: "internal" });
  assert.equal((await world.run(SCRIPT.work)).length, 1);
  assert.equal(world.started(), 2);
});

Deno.test("pool replaces a worker that has found a bug and does not tell callers of it", async () => {
  await using world = openPool();
  const error = await world.run(SCRIPT.break).catch((error) => error);
  assert.deepEqual([error.code, error.cause], ["internal", "A bug"]);
  assert.doesNotMatch(error.message, /bug/);
  await world.run(SCRIPT.work);
  assert.equal(world.started(), 2);
});

Deno.test("pool replaces a worker that breaks down while it is idle", async () => {
  await using world = openPool();
  await world.run(SCRIPT.crashAfterwards);
  await eventually(() => assert.equal(world.pool.workers, 0));
  assert.equal((await world.run(SCRIPT.work)).length, 1);
});

Deno.test("pool keeps a worker whose task could not be done", async () => {
  await using world = openPool();
  await assert.rejects(world.run(SCRIPT.fail), { code: "invalid_midi", message: "No music" });
  await world.run(SCRIPT.work);
  assert.equal(world.started(), 1);
});

Deno.test("pool fails a task whose worker cannot start", async () => {
  const startWorker = () =>
    new Worker(new URL("../support/no_such_worker.ts", import.meta.url), { type: "module" });
  await using world = openPool({ startWorker });
  await assert.rejects(world.run(SCRIPT.work), { code: "internal" });
});

Deno.test("pool ends a worker that has been idle for long", async () => {
  await using world = openPool({ idleMs: 20 });
  await world.run(SCRIPT.work);
  await eventually(() => assert.equal(world.pool.workers, 0));
});

Deno.test("pool that is closed ends what runs and what waits, and takes nothing more", async () => {
  const world = openPool();
  const running = assert.rejects(world.run(SCRIPT.hang), { code: "draining" });
  const waiting = assert.rejects(world.run(SCRIPT.work), { code: "draining" });
  await world.pool[Symbol.asyncDispose]();
  await Promise.all([running, waiting]);
  await assert.rejects(world.run(SCRIPT.work), { code: "draining" });
  assert.equal(world.pool.workers, 0);
  await world.pool[Symbol.asyncDispose]();
});
