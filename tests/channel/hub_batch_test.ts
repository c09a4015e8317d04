import assert from "node:assert/strict";
import { BATCH_MS } from "../../src/channel/flush_timer.ts";
import type { Watcher } from "../../src/channel/watch.ts";
import type { Frame } from "../../src/jobs/frame.ts";
import { sampleJob } from "../support/sample_job.ts";
import { HubWorld, RecordingWatcher, settle } from "../support/hub_world.ts";

const BARS = { startBar: 0, bars: 1, secondsPerBar: 2, notes: [] };

const PROGRESS = {
  progress: 40,
  progressBasis: "reported",
  stage: "generating",
  eta: null,
} as const;

class BatchWatcher implements Watcher {
  readonly isBatch = true;
  readonly messages: number[][] = [];
  readonly texts: string[] = [];

  send(text: string): void {
    this.texts.push(text);
    this.messages.push([JSON.parse(text) as Frame | Frame[]].flat().map(({ seq }) => seq));
  }

  canTake(): boolean {
    return true;
  }
}

async function watchBatches(world: HubWorld, after = 0): Promise<BatchWatcher> {
  const watcher = new BatchWatcher();
  world.hub.watch(sampleJob(), after, watcher);
  await settle();
  return watcher;
}

Deno.test("live frames are gathered, with one text for all who take several at once", async () => {
  using world = new HubWorld();
  const first = await watchBatches(world);
  const second = await watchBatches(world);
  const single = world.watch(0);
  await settle();
  for (let i = 0; i < 3; i++) world.publish(world.frames.append("bars", BARS));
  assert.deepEqual([first.messages, single.storedSeqs], [[], [1, 2, 3]]);
  world.clock.advance(BATCH_MS);
  assert.deepEqual([first.messages, second.messages], [[[1, 2, 3]], [[1, 2, 3]]]);
});

Deno.test("a frame that people wait for takes along what was gathered, at once", async () => {
  using world = new HubWorld();
  const watcher = await watchBatches(world);
  world.publish(world.frames.append("bars", BARS));
  world.publish(world.frames.append("stage", { stage: "storing" }));
  world.publish(world.frames.append("completed", { job: sampleJob() }));
  assert.deepEqual(watcher.messages, [[1, 2], [3]]);
  world.clock.advance(BATCH_MS);
  assert.equal(watcher.messages.length, 2);
});

Deno.test("a hint lost among gathered frames is made up for", async () => {
  using world = new HubWorld();
  const watcher = await watchBatches(world);
  world.publish(world.frames.append("bars", BARS));
  world.frames.append("bars", BARS);
  world.publish(world.frames.append("bars", BARS));
  world.clock.advance(BATCH_MS);
  await settle();
  assert.deepEqual(watcher.messages.flat(), [1, 2, 3]);
});

Deno.test("a hint that comes twice among gathered frames is sent once", async () => {
  using world = new HubWorld();
  const watcher = await watchBatches(world);
  const envelope = world.frames.append("bars", BARS);
  world.publish(envelope, envelope, world.frames.append("bars", BARS), envelope);
  world.clock.advance(BATCH_MS);
  await settle();
  assert.deepEqual(watcher.messages.flat(), [1, 2]);
});

Deno.test("who comes while frames are gathered gets each of them once", async () => {
  using world = new HubWorld();
  await watchBatches(world);
  world.publish(world.frames.append("bars", BARS));
  const late = await watchBatches(world);
  world.publish(world.frames.append("bars", BARS));
  world.clock.advance(BATCH_MS);
  await settle();
  assert.deepEqual(late.messages.flat(), [1, 2]);
});

Deno.test("progress waits for the gathered frames it follows", async () => {
  using world = new HubWorld();
  const watcher = await watchBatches(world);
  world.publish(world.frames.append("bars", BARS));
  world.publish(world.frames.unstored("progress", PROGRESS));
  assert.deepEqual(watcher.messages, []);
  world.clock.advance(BATCH_MS);
  assert.match(watcher.texts.join("\n"), /"bars".*\n.*"progress":40/);
});

Deno.test("nobody gathers where nobody takes several at once", async () => {
  using world = new HubWorld();
  world.watch(0, new RecordingWatcher());
  await settle();
  const timers = world.clock.pendingTimers;
  world.publish(world.frames.append("bars", BARS));
  assert.equal(world.clock.pendingTimers, timers);
});
