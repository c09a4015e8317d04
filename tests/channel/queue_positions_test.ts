import assert from "node:assert/strict";
import { showQueuePositions } from "../../src/channel/queue_positions.ts";
import { CHECK_MS } from "../../src/channel/hub.ts";
import { HubWorld, RecordingWatcher, settle } from "../support/hub_world.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

class QueueWorld extends HubWorld {
  places = new Map([[SAMPLE_JOB_ID, 3]]);
  asked: (readonly string[])[] = [];
  answer = Promise.resolve();
  readonly #shown = showQueuePositions({
    hub: this.hub,
    queuePositions: async (jobIds) => {
      this.asked.push(jobIds);
      const places = new Map(this.places);
      await this.answer;
      return places;
    },
    estimate: ({ queuePosition }) =>
      Promise.resolve({ lowSeconds: queuePosition!, highSeconds: 9, basis: "history" }),
    clock: this.clock,
    now: () => new Date(0),
    log: { debug: () => {}, info: () => {}, warn: (line) => void this.warnings.push(line) },
  });

  override [Symbol.dispose](): void {
    this.#shown[Symbol.dispose]();
    super[Symbol.dispose]();
  }
}

Deno.test("who watches a waiting job is shown its place, and again when it changes", async () => {
  using world = new QueueWorld();
  const watcher = world.watch(0);
  await world.pass(3_000);
  world.places.set(SAMPLE_JOB_ID, 2);
  await world.pass(3_000);
  const eta = { lowSeconds: 3, highSeconds: 9, basis: "history" };
  const frame = { type: "queued", jobId: SAMPLE_JOB_ID, seq: 0, at: new Date(0).toISOString() };
  assert.deepEqual(watcher.got, [
    { ...frame, queuePosition: 3, eta },
    { ...frame, queuePosition: 2, eta: { ...eta, lowSeconds: 2 } },
  ]);
});

Deno.test("nobody is asked while no waiting job is watched", async () => {
  using world = new QueueWorld();
  await world.pass(3_000);
  world.watch(0, new RecordingWatcher(), sampleJob({ status: "running" }));
  await world.pass(3_000);
  assert.deepEqual(world.asked, []);
});

Deno.test("one question a second serves all watchers of all waiting jobs", async () => {
  using world = new QueueWorld();
  const other = sampleJob({ jobId: crypto.randomUUID() });
  world.watch(0);
  world.watch(0);
  world.watch(0, new RecordingWatcher(), other);
  await world.pass(1_000);
  assert.deepEqual(world.asked, [[SAMPLE_JOB_ID, other.jobId]]);
});

Deno.test("each watcher's place has the seq of its own last stored frame", async () => {
  using world = new QueueWorld();
  world.frames.append("stage", { stage: "queued" });
  const [all, ahead] = [world.watch(0), world.watch(5)];
  await world.pass(1_000);
  assert.deepEqual(all.got.map(({ seq }) => seq), [1, 1]);
  assert.deepEqual(ahead.got.map(({ seq }) => seq), [5]);
});

Deno.test("who comes later is shown the place at once", async () => {
  using world = new QueueWorld();
  world.watch(0);
  await world.pass(1_000);
  const late = world.watch(0);
  await settle();
  assert.deepEqual(late.types, ["queued"]);
});

Deno.test("no place is shown once the job has started, also of a question under way", async () => {
  using world = new QueueWorld();
  const { promise, resolve } = Promise.withResolvers<void>();
  world.answer = promise;
  const watcher = world.watch(0);
  await world.pass(1_000);
  world.publish(world.frames.append("started", { attempt: 1 }));
  resolve();
  await world.pass(3_000);
  assert.deepEqual(watcher.types, ["started"]);
  assert.equal(world.asked.length, 1);
});

Deno.test("a job that is not in the queue after all is not asked for again", async () => {
  using world = new QueueWorld();
  world.places.clear();
  world.watch(0);
  await world.pass(3_000);
  assert.equal(world.asked.length, 1);
});

Deno.test("an interrupted job waits again and shows its place", async () => {
  using world = new QueueWorld();
  const watcher = world.watch(0, new RecordingWatcher(), sampleJob({ status: "running" }));
  await settle();
  world.publish(world.frames.append("interrupted", { reason: "worker_lost" }));
  await world.pass(1_000);
  assert.deepEqual(watcher.types, ["interrupted", "queued"]);
});

Deno.test("a failed job is asked for now and then, as a retry has no frame", async () => {
  using world = new QueueWorld();
  world.frames.append("failed", { job: sampleJob() });
  world.places.clear();
  const watcher = world.watch(1, new RecordingWatcher(), sampleJob({ status: "failed" }));
  await world.pass(CHECK_MS + 1_000);
  assert.equal(world.asked.length, 1);
  world.places.set(SAMPLE_JOB_ID, 1);
  await world.pass(CHECK_MS + 1_000);
  assert.deepEqual(watcher.types, ["queued"]);
});

Deno.test("a question that fails is asked again", async () => {
  using world = new QueueWorld();
  world.answer = Promise.reject(new Error("no database"));
  const watcher = world.watch(0);
  await world.pass(1_000);
  world.answer = Promise.resolve();
  await world.pass(1_000);
  assert.deepEqual(watcher.types, ["queued"]);
  assert.equal(world.warnings.length, 1);
});
