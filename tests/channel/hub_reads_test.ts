import assert from "node:assert/strict";
import { CHECK_MS, MAX_READS_AT_ONCE, READ_TIMEOUT_MS, SWEEP_MS } from "../../src/channel/hub.ts";
import { MAX_RECENT } from "../../src/channel/topic.ts";
import { MAX_FRAMES_PER_PAGE } from "../../src/jobs/frame_store.ts";
import { HubWorld, RecordingWatcher, settle } from "../support/hub_world.ts";

Deno.test("a frame is encoded once for all its watchers", async () => {
  using world = new HubWorld();
  let encoded = 0;
  const watchers = [world.watch(0), world.watch(0), world.watch(0)];
  await settle();
  const envelope = world.frames.append("started", { attempt: 1 });
  const frame = Object.assign(envelope.frame, { toJSON: () => ({ encoded: ++encoded }) });
  world.publish({ ...envelope, frame });
  assert.deepEqual(watchers.map(({ texts }) => texts), Array(3).fill(['{"encoded":1}']));
});

Deno.test("watchers at the same place share one read of the log", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  const watchers = Array.from({ length: 50 }, () => world.watch(0));
  await settle();
  assert.equal(world.frames.reads, 1);
  assert.ok(watchers.every(({ storedSeqs }) => storedSeqs.length === 1));
});

Deno.test("a shared read loses nothing when the one who asked for it leaves", async () => {
  using world = new HubWorld();
  world.watch(0);
  await settle();
  world.frames.isSlow = true;
  const first = world.watch(0);
  await settle();
  first.watch?.close();
  world.publish(world.frames.append("started", { attempt: 1 }));
  const second = world.watch(0);
  await settle();
  world.frames.isSlow = false;
  world.frames.release();
  await settle();
  assert.deepEqual(second.storedSeqs, [1_000_000]);
});

Deno.test("a log of several pages is counted first, then sent in order", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  for (let i = 0; i < 2 * MAX_FRAMES_PER_PAGE; i++) {
    world.frames.append("stage", { stage: "generating" });
  }
  const watcher = world.watch(0);
  await settle();
  assert.equal(watcher.replayed, 2 * MAX_FRAMES_PER_PAGE + 1);
  assert.deepEqual(watcher.storedSeqs, world.frames.frames().map(({ seq }) => seq));
});

Deno.test("more live frames than are kept during a read cost one more read", async () => {
  using world = new HubWorld();
  world.frames.isSlow = true;
  const watcher = world.watch(0);
  await settle();
  world.publish(world.frames.append("started", { attempt: 1 }));
  for (let i = 0; i < MAX_RECENT; i++) {
    world.publish(world.frames.append("stage", { stage: "generating" }));
  }
  world.frames.isSlow = false;
  world.frames.release();
  await settle();
  assert.deepEqual(watcher.storedSeqs, world.frames.frames().map(({ seq }) => seq));
  assert.equal(world.frames.reads, 2);
});

Deno.test("no more reads run at once than the limit, and all have their turn", async () => {
  using world = new HubWorld();
  world.frames.isSlow = true;
  const watchers = Array.from({ length: MAX_READS_AT_ONCE + 1 }, (_, after) => world.watch(after));
  await settle();
  assert.equal(world.frames.held, MAX_READS_AT_ONCE);
  world.frames.isSlow = false;
  world.frames.release();
  await settle();
  assert.ok(watchers.every(({ replayed }) => replayed === 0));
});

Deno.test("a failing log is tried again and nothing is lost or doubled", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  world.frames.failure = new Error("no database");
  const watcher = world.watch(0);
  await world.pass(3 * SWEEP_MS);
  world.publish(world.frames.append("stage", { stage: "fetching" }));
  assert.deepEqual(watcher.got, []);
  world.frames.failure = undefined;
  await world.pass(SWEEP_MS);
  assert.deepEqual(watcher.storedSeqs, [1_000_000, 1_000_001]);
  assert.ok(world.warnings.length > 0);
});

Deno.test("a failing log is told of once, not for each of its watchers", async () => {
  using world = new HubWorld();
  world.frames.failure = new Error("no database");
  for (let after = 0; after < 100; after++) world.watch(after);
  await settle();
  assert.equal(world.warnings.length, 1);
  await world.pass(SWEEP_MS);
  assert.equal(world.warnings.length, 2);
});

Deno.test("a read that never answers is given up and tried again", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  world.frames.isSlow = true;
  const watcher = world.watch(0);
  await settle();
  await world.pass(READ_TIMEOUT_MS);
  world.frames.isSlow = false;
  await world.pass(SWEEP_MS);
  assert.deepEqual(watcher.storedSeqs, [1_000_000]);
});

Deno.test("a log that lags behind its hints is asked again, without haste", async () => {
  using world = new HubWorld();
  const read = world.frames.read.bind(world.frames);
  world.frames.isSlow = true;
  const watcher = world.watch(0);
  await settle();
  world.frames.append("started", { attempt: 1 });
  world.publish(world.frames.append("stage", { stage: "fetching" }));
  let reads = 0;
  world.frames.read = () => {
    reads++;
    return Promise.resolve([]);
  };
  world.frames.release();
  await settle();
  assert.deepEqual([watcher.storedSeqs, reads], [[], 1]);
  world.frames.isSlow = false;
  world.frames.read = read;
  await world.pass(SWEEP_MS);
  assert.deepEqual(watcher.storedSeqs, [1_000_000, 1_000_001]);
});

Deno.test("a watcher that can take no more leaves the frames in the log", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  watcher.isReady = false;
  world.publish(world.frames.append("started", { attempt: 1 }));
  world.publish(world.frames.append("stage", { stage: "fetching" }));
  await world.pass(CHECK_MS);
  assert.deepEqual([watcher.storedSeqs, world.frames.reads], [[], 1]);
  watcher.isReady = true;
  watcher.watch?.resume();
  await settle();
  assert.deepEqual(watcher.storedSeqs, [1_000_000, 1_000_001]);
});

Deno.test("a watcher that fills up within a page goes on where it stopped", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  world.frames.append("stage", { stage: "fetching" });
  const watcher = new RecordingWatcher();
  watcher.canTake = () => watcher.got.length < 1 || watcher.isReady;
  watcher.isReady = false;
  world.watch(0, watcher);
  await settle();
  assert.deepEqual(watcher.storedSeqs, [1_000_000]);
  watcher.isReady = true;
  watcher.watch?.resume();
  await settle();
  assert.deepEqual(watcher.storedSeqs, [1_000_000, 1_000_001]);
  assert.equal(watcher.replayed, 2);
});
