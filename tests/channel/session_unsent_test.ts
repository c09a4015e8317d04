import assert from "node:assert/strict";
import { BATCH_MS } from "../../src/channel/flush_timer.ts";
import * as limits from "../../src/channel/limits.ts";
import { settle } from "../support/hub_world.ts";
import { sampleJob } from "../support/sample_job.ts";
import { SessionWorld } from "../support/session_world.ts";

const PROGRESS = {
  progressBasis: "reported",
  stage: "generating",
  eta: null,
} as const;

Deno.test("the frames of a slow reader wait in order, of progress only the latest", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(0);
  await client.say({ type: "subscribe", id: "s", jobId });
  client.socket.isStuck = true;
  client.socket.bufferedBytes = 64 * 1024;
  const sent = client.socket.texts.length;
  for (let progress = 1; progress <= 3; progress++) {
    world.publish(world.frames.unstored("progress", { ...PROGRESS, progress }, jobId));
    world.publish(world.frames.append("stage", { stage: "generating" }, jobId));
    world.publish(world.frames.unstored("progress", { ...PROGRESS, progress }, jobId));
  }
  assert.equal(client.socket.texts.length, sent);
  client.unstick();
  assert.deepEqual(
    client.socket.messages.slice(2).map(({ type, seq, progress }) => [type, seq, progress]),
    [
      ["stage", 1, undefined],
      ["stage", 2, undefined],
      ["stage", 3, undefined],
      ["progress", 3, 3],
    ],
  );
});

Deno.test("a reader over 1 MiB behind for 15 seconds is closed with 4009 and freed", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.socket.bufferedBytes = limits.MAX_UNSENT_BYTES + 1;
  await world.pass(15_000);
  assert.deepEqual(client.socket.closedWith, []);
  await world.pass(1_000);
  assert.deepEqual(client.socket.closedWith, [4009]);
  await world.pass(2_000);
  assert.equal(client.socket.isTerminated, true);
});

Deno.test("a reader of exactly 1 MiB behind, or one that catches up in time, is kept", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.socket.bufferedBytes = limits.MAX_UNSENT_BYTES;
  await world.pass(20_000);
  client.handler.pong();
  client.socket.bufferedBytes++;
  await world.pass(14_000);
  client.socket.bufferedBytes--;
  await world.pass(1_000);
  client.socket.bufferedBytes++;
  await world.pass(14_000);
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("what a reader has no room for stays in the log and follows without loss", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const neighbour = world.open();
  const jobId = world.addJob(0);
  await client.say({ type: "subscribe", id: "s", jobId });
  await neighbour.say({ type: "subscribe", id: "s", jobId });
  client.socket.isStuck = true;
  const notes = Array.from({ length: 1000 }, () => [0.5, 0.25, 60, 100, 0, 1] as const);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes: [...notes] } as never;
  for (let i = 0; i < 100; i++) world.publish(world.frames.append("bars", bars, jobId));
  const sizeOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);
  const frameBytes = sizeOf(neighbour.socket.texts.slice(2)) / 100;
  assert.equal(neighbour.socket.messages.length, 102);
  await world.pass(1_000);
  assert.ok(100 * frameBytes > 1.5 * limits.MAX_UNSENT_BYTES, "the test needs more frames");
  assert.ok(client.socket.bufferedBytes < 64 * 1024 + frameBytes);
  while (client.socket.bufferedBytes > 0) {
    client.socket.bufferedBytes = 0;
    client.handler.drained();
    await settle();
  }
  assert.deepEqual(
    client.socket.messages.slice(2).map(({ seq }) => seq),
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("a reader of many jobs that trickles has no more read for it than it takes", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.socket.isStuck = true;
  const notes = Array.from({ length: 1000 }, () => [0.5, 0.25, 60, 100, 0, 1] as const);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes: [...notes] } as never;
  const jobIds = Array.from({ length: 20 }, () => world.addJob(0));
  for (const jobId of jobIds) {
    for (let i = 0; i < 20; i++) world.frames.append("bars", bars, jobId);
    await client.say({ type: "subscribe", id: "s", jobId, after: 0 });
  }
  let most = 0;
  while (client.socket.bufferedBytes > 0) {
    const reads = world.frames.reads;
    client.socket.bufferedBytes = 0;
    client.handler.drained();
    await settle();
    most = Math.max(most, world.frames.reads - reads);
  }
  const bySeq = Object.groupBy(
    client.socket.messages.filter(({ type }) => type === "bars"),
    ({ jobId }) => String(jobId),
  );
  for (const jobId of jobIds) {
    assert.deepEqual(
      bySeq[jobId]?.map(({ seq }) => seq),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  }
  assert.ok(most <= 4, `${most} pages for half a MiB`);
});

Deno.test("a stuck reader with more in the log than fits is closed with 4009", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(0);
  const notes = Array.from({ length: 1000 }, () => [0.5, 0.25, 60, 100, 0, 1]);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes } as never;
  for (let i = 0; i < 100; i++) world.frames.append("bars", bars, jobId);
  client.socket.isStuck = true;
  await client.say({ type: "subscribe", id: "s", jobId, after: 0 });
  await world.pass(16_000);
  assert.deepEqual(client.socket.closedWith, [4009]);
});

Deno.test("a client that understands batches gets arrays, urgent frames at once", async () => {
  await using world = new SessionWorld();
  const client = world.open({ isBatch: true });
  const jobId = world.addJob(0);
  await client.say({ type: "subscribe", id: "s", jobId });
  const start = client.socket.texts.length;
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes: [] };
  world.publish(world.frames.append("bars", bars, jobId));
  world.publish(world.frames.append("bars", bars, jobId));
  assert.equal(client.socket.texts.length, start);
  world.clock.advance(BATCH_MS);
  assert.equal(client.socket.texts.length, start + 1);
  world.publish(world.frames.append("bars", bars, jobId));
  world.publish(world.frames.append("stage", { stage: "storing" }, jobId));
  world.publish(world.frames.append("completed", { job: sampleJob({ jobId }) }, jobId));
  assert.deepEqual(
    client.socket.texts.slice(start).map((text) => [JSON.parse(text)].flat().length),
    [2, 2, 1],
  );
  assert.deepEqual(client.socket.messages.slice(2).map(({ seq }) => seq), [1, 2, 3, 4, 5]);
});

Deno.test("a batch of 16 KiB goes out at once, also from the log", async () => {
  await using world = new SessionWorld();
  const client = world.open({ isBatch: true });
  const jobId = world.addJob(0);
  const note = [0.25, 0.5, 60, 100, 0, 0] as const;
  const notes = Array.from({ length: 250 }, () => [...note] as [...typeof note]);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes };
  for (let i = 0; i < 5; i++) world.frames.append("bars", bars, jobId);
  await client.say({ type: "subscribe", id: "s", jobId, after: 0 });
  for (let i = 0; i < 4; i++) world.publish(world.frames.append("bars", bars, jobId));
  assert.deepEqual(
    client.socket.texts.slice(2).map((text) => [JSON.parse(text)].flat().length),
    [3, 2, 3],
  );
});

Deno.test("a client that knows no batches gets one frame a message", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(40);
  await client.say({ type: "subscribe", id: "s", jobId, after: 0 });
  assert.ok(client.socket.texts.every((text) => text.startsWith("{")));
  assert.equal(client.socket.texts.length, 42);
});
