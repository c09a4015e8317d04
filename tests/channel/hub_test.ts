import assert from "node:assert/strict";
import { CHECK_MS, CHECK_WITHOUT_REDIS_MS, SWEEP_MS } from "../../src/channel/hub.ts";
import { MAX_JOBS_PER_CHECK } from "../../src/channel/log_check.ts";
import { eventually } from "../support/eventually.ts";
import { HubWorld, RecordingWatcher, settle } from "../support/hub_world.ts";
import { sampleJob } from "../support/sample_job.ts";

const PROGRESS = {
  progress: 40,
  progressBasis: "reported",
  stage: "generating",
  eta: null,
} as const;

Deno.test("a watcher gets the stored frames after its cursor, then the live ones", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  world.frames.append("stage", { stage: "fetching" });
  world.frames.append("stage", { stage: "generating" });
  const watcher = world.watch(1_000_000);
  await settle();
  world.publish(world.frames.append("stage", { stage: "converting" }));
  assert.deepEqual(watcher.storedSeqs, [1_000_001, 1_000_002, 1_000_003]);
  assert.equal(watcher.replayed, 2);
});

Deno.test("a frame that happens while the log is read comes after what was read", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  world.frames.isSlow = true;
  const watcher = world.watch(0);
  await settle();
  world.publish(world.frames.append("stage", { stage: "fetching" }));
  assert.deepEqual(watcher.got, []);
  world.frames.release();
  await settle();
  assert.deepEqual(watcher.storedSeqs, [1_000_000, 1_000_001]);
  assert.equal(world.frames.reads, 1);
});

Deno.test("a lost frame is read from the log when the next one shows the gap", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  world.frames.append("started", { attempt: 1 });
  world.publish(world.frames.append("stage", { stage: "fetching" }));
  await settle();
  assert.deepEqual(watcher.storedSeqs, [1_000_000, 1_000_001]);
});

Deno.test("who asked to watch is answered, also when the watch ends before its log is read", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  world.frames.isSlow = true;
  const watcher = world.watch(0);
  await settle();
  watcher.watch?.close();
  assert.equal(watcher.replayed, 0);
  watcher.replayed = undefined;
  world.frames.release();
  await settle();
  assert.deepEqual([watcher.replayed, watcher.got], [undefined, []]);
});

Deno.test("who comes while the log is read is given a page that was begun later", async () => {
  using world = new HubWorld();
  world.frames.isSlow = true;
  world.watch(0);
  await settle();
  world.frames.append("started", { attempt: 1 });
  const late = [world.watch(0), world.watch(0)];
  await settle();
  world.frames.isSlow = false;
  world.frames.release();
  await settle();
  assert.deepEqual(late.map(({ replayed }) => replayed), [1, 1]);
  assert.deepEqual(late.map(({ storedSeqs }) => storedSeqs), [[1_000_000], [1_000_000]]);
  assert.equal(world.frames.reads, 2);
});

Deno.test("a frame that comes twice or too late is sent once", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  const first = world.frames.append("started", { attempt: 1 });
  const second = world.frames.append("stage", { stage: "fetching" });
  world.publish(second, first, second, first);
  await settle();
  assert.deepEqual(watcher.storedSeqs, [1_000_000, 1_000_001]);
});

Deno.test("a lost last frame arrives with the next check", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  world.frames.append("started", { attempt: 1 });
  await world.pass(CHECK_MS - SWEEP_MS);
  assert.deepEqual(watcher.storedSeqs, []);
  await world.pass(SWEEP_MS);
  assert.deepEqual(watcher.storedSeqs, [1_000_000]);
});

Deno.test("a hint is not lost on a live watcher while another one reads the log", async () => {
  using world = new HubWorld();
  const live = world.watch(0);
  await settle();
  world.frames.isSlow = true;
  const reading = world.watch(0);
  await settle();
  world.frames.append("started", { attempt: 1 });
  world.fanout.grow(sampleJob().jobId);
  world.frames.isSlow = false;
  world.frames.release();
  await settle();
  assert.deepEqual([live.storedSeqs, reading.storedSeqs], [[1_000_000], [1_000_000]]);
});

Deno.test("a check goes over all watched jobs, however many", async () => {
  using world = new HubWorld();
  const jobIds = Array.from({ length: MAX_JOBS_PER_CHECK + 1 }, () => crypto.randomUUID());
  const watchers = jobIds.map((jobId) =>
    world.watch(0, new RecordingWatcher(), sampleJob({ jobId }))
  );
  // Only so many logs are read at once.
  await eventually(() => assert.ok(watchers.every(({ replayed }) => replayed === 0)));
  for (const jobId of [jobIds[0]!, jobIds.at(-1)!]) {
    world.frames.append("started", { attempt: 1 }, jobId);
  }
  world.fanout.grow();
  await settle();
  assert.deepEqual([watchers[0], watchers.at(-1)].map((watcher) => watcher?.storedSeqs), [
    [1_000_000],
    [1_000_000],
  ]);
});

Deno.test("without Redis a frame whose hint is lost comes within a second", async () => {
  using world = new HubWorld({ checkMs: CHECK_WITHOUT_REDIS_MS });
  const watcher = world.watch(0);
  await settle();
  world.frames.append("started", { attempt: 1 });
  await world.pass(CHECK_WITHOUT_REDIS_MS);
  assert.deepEqual(watcher.storedSeqs, [1_000_000]);
  world.frames.append("stage", { stage: "fetching" });
  await world.pass(CHECK_WITHOUT_REDIS_MS);
  assert.deepEqual(watcher.storedSeqs, [1_000_000, 1_000_001]);
});

Deno.test("word that something was missed brings up to date at once", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  world.frames.append("started", { attempt: 1 });
  world.fanout.grow();
  await settle();
  assert.deepEqual(watcher.storedSeqs, [1_000_000]);
});

Deno.test("word of a job's grown log brings its watchers up to date", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  world.frames.append("started", { attempt: 1 });
  world.fanout.grow(sampleJob().jobId);
  await settle();
  assert.deepEqual(watcher.storedSeqs, [1_000_000]);
});

Deno.test("word of a grown log that comes during a read is not lost", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  world.frames.append("started", { attempt: 1 });
  world.fanout.grow(sampleJob().jobId);
  world.frames.append("stage", { stage: "fetching" });
  world.fanout.grow(sampleJob().jobId);
  await settle();
  assert.deepEqual(watcher.storedSeqs, [1_000_000, 1_000_001]);
});

Deno.test("progress reveals a lost frame and is shown after it", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  world.frames.append("started", { attempt: 1 });
  world.publish(world.frames.unstored("progress", PROGRESS));
  assert.deepEqual(watcher.types, []);
  await world.pass(SWEEP_MS);
  assert.deepEqual(watcher.types, ["started", "progress"]);
});

Deno.test("progress that overtakes its stored frame waits for it", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  const started = world.frames.append("started", { attempt: 1 });
  world.publish(world.frames.unstored("progress", PROGRESS), started);
  assert.deepEqual(watcher.types, ["started", "progress"]);
  assert.equal(world.frames.reads, 1);
});

Deno.test("progress of an earlier place is not shown any more", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  const old = world.frames.unstored("progress", PROGRESS);
  const watcher = world.watch(1_000_000);
  await settle();
  world.publish(world.frames.append("stage", { stage: "generating" }), old);
  assert.deepEqual(watcher.types, ["stage"]);
});

Deno.test("progress does not move the cursor", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  const watcher = world.watch(1_000_000);
  await settle();
  world.publish(world.frames.unstored("progress", PROGRESS));
  world.publish(world.frames.append("stage", { stage: "generating" }));
  assert.deepEqual(watcher.types, ["progress", "stage"]);
  assert.equal(world.frames.reads, 1);
});

Deno.test("a watcher that comes late is shown the latest progress", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  world.watch(0);
  await settle();
  world.publish(world.frames.unstored("progress", PROGRESS));
  const late = world.watch(0);
  await settle();
  assert.deepEqual(late.types, ["started", "progress"]);
});

Deno.test("a watcher that throws ends its own watch and no other", async () => {
  using world = new HubWorld();
  const bad = new RecordingWatcher();
  let sends = 0;
  bad.send = () => {
    sends++;
    throw new Error("broken");
  };
  world.watch(0, bad);
  const good = world.watch(0);
  await settle();
  world.publish(world.frames.append("started", { attempt: 1 }));
  world.publish(world.frames.append("stage", { stage: "fetching" }));
  assert.deepEqual([sends, good.storedSeqs], [1, [1_000_000, 1_000_001]]);
  assert.equal(world.warnings.length, 1);
});

Deno.test("a closed watch is not woken by a gap behind the page it waited for", async () => {
  using world = new HubWorld();
  world.frames.isSlow = true;
  const watcher = world.watch(0);
  world.watch(5);
  await settle();
  world.frames.append("started", { attempt: 1 });
  world.publish(world.frames.append("stage", { stage: "fetching" }));
  watcher.watch?.close();
  world.frames.isSlow = false;
  world.frames.release();
  await settle();
  assert.deepEqual(watcher.got, []);
});

Deno.test("a closed watch gets nothing, also of a read under way", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  world.frames.isSlow = true;
  const watcher = world.watch(0);
  await settle();
  watcher.watch?.close();
  world.frames.release();
  await settle();
  world.publish(world.frames.append("stage", { stage: "fetching" }));
  assert.deepEqual(watcher.got, []);
});

Deno.test("a retried job goes on after its last frame of before", async () => {
  using world = new HubWorld();
  const job = sampleJob({ status: "failed" });
  world.frames.append("started", { attempt: 1 });
  world.frames.append("failed", { job });
  const watcher = world.watch(1_000_001, new RecordingWatcher(), job);
  await settle();
  world.publish(world.frames.append("started", { attempt: 2 }));
  assert.deepEqual(watcher.storedSeqs, [2_000_000]);
});

Deno.test("frames of other jobs are not sent", async () => {
  using world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  world.publish(world.frames.append("started", { attempt: 1 }, crypto.randomUUID()));
  assert.deepEqual(watcher.got, []);
});

Deno.test("a cursor beyond the log is told what comes after it, and nothing before", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  const watcher = world.watch(1_000_002);
  const never = world.watch(Number.MAX_SAFE_INTEGER);
  await settle();
  for (let i = 0; i < 4; i++) {
    world.publish(world.frames.append("stage", { stage: "generating" }));
    world.publish(world.frames.unstored("progress", PROGRESS));
    await settle();
  }
  world.publish(world.frames.append("interrupted", { reason: "a stop" }));
  world.publish(world.frames.append("started", { attempt: 2 }));
  await settle();
  const [seqs, types] = [watcher.storedSeqs, watcher.types];
  assert.deepEqual(seqs, [1_000_003, 1_000_004, 1_000_005, 2_000_000]);
  assert.equal(types[0], "progress", "at its own place");
  assert.deepEqual([watcher.replayed, never.replayed, never.got], [0, 0, []]);
});

Deno.test("a log whose old frames are gone is sent from where it begins", async () => {
  using world = new HubWorld();
  world.frames.append("started", { attempt: 1 });
  const trimmed = world.frames.append("stage", { stage: "fetching" });
  const watcher = world.watch(0);
  world.frames.read = () => Promise.resolve([trimmed.frame]);
  await settle();
  world.publish(trimmed);
  assert.ok(watcher.storedSeqs.length >= 1);
  assert.equal(watcher.storedSeqs.at(-1), 1_000_001);
});

Deno.test("a closed hub asks and sends nothing more", async () => {
  const world = new HubWorld();
  const watcher = world.watch(0);
  await settle();
  world.hub[Symbol.dispose]();
  world.publish(world.frames.append("started", { attempt: 1 }));
  await world.pass(2 * CHECK_MS);
  assert.deepEqual(watcher.got, []);
  assert.equal(world.clock.pendingTimers, 0);
});
