import assert from "node:assert/strict";
import * as limits from "../../src/channel/limits.ts";
import { settle } from "../support/hub_world.ts";
import { SessionWorld, THREE_SONGS } from "../support/session_world.ts";

Deno.test("a bad message gets an error with the id that could be made out", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  await client.say("{");
  await client.say({ type: "dance", id: "d" });
  await client.say({ type: "subscribe", id: "s", jobId: "x", after: -1 });
  await client.say({ type: "ping", id: "x".repeat(65) });
  const codes = client.socket.messages.slice(1)
    .map(({ id, error }) => [id, (error as { code: string }).code]);
  assert.deepEqual(codes, [
    [undefined, "invalid_json"],
    ["d", "invalid_request"],
    ["s", "invalid_request"],
    [undefined, "invalid_request"],
  ]);
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("the fifth bad message closes with 4500, after its error", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  for (let i = 0; i < limits.MAX_BAD_MESSAGES; i++) await client.say("[]");
  assert.equal(client.socket.types.filter((type) => type === "error").length, 5);
  assert.deepEqual(client.socket.closedWith, [4500]);
  await client.say({ type: "ping" });
  assert.equal(client.socket.last?.type, "error");
});

Deno.test("120 messages in a minute are fine and one more closes with 4005", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  for (let i = 0; i < limits.MAX_MESSAGES_PER_MINUTE; i++) {
    client.handler.message('{"type":"ping"}');
  }
  assert.deepEqual(client.socket.closedWith, []);
  client.handler.message('{"type":"ping"}');
  assert.deepEqual(client.socket.closedWith, [4005]);
});

Deno.test("messages of more than a minute ago do not count", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  for (let minute = 0; minute < 3; minute++) {
    for (let i = 0; i < limits.MAX_MESSAGES_PER_MINUTE; i++) {
      client.handler.message('{"type":"ping"}');
    }
    for (let passed = 0; passed < 60_000; passed += 20_000) {
      await world.pass(20_000);
      client.handler.pong();
    }
  }
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("a binary message closes with 1003", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.handler.binary();
  assert.deepEqual(client.socket.closedWith, [1003]);
});

Deno.test("a silent server sends a heartbeat after 20 seconds, a busy one does not", async () => {
  await using world = new SessionWorld();
  const [quiet, busy] = [world.open(), world.open()];
  const jobId = world.addJob(0);
  await busy.say({ type: "subscribe", id: "s", jobId });
  for (let passed = 0; passed < 22_000; passed += 1_000) {
    await world.pass(1_000);
    world.publish(world.frames.append("stage", { stage: "generating" }, jobId));
  }
  assert.equal(quiet.socket.types.filter((type) => type === "heartbeat").length, 1);
  assert.equal(busy.socket.types.includes("heartbeat"), false);
});

Deno.test("a peer not heard for 20 seconds is pinged, and dropped with 4000 after 45", async () => {
  await using world = new SessionWorld();
  const { socket } = world.open();
  await world.pass(20_000);
  assert.equal(socket.pings, 1);
  await world.pass(24_000);
  assert.deepEqual([socket.pings, socket.closedWith], [2, []]);
  await world.pass(1_000);
  assert.deepEqual(socket.closedWith, [4000]);
});

Deno.test("a pong or any message keeps a socket alive", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  for (let i = 0; i < 3; i++) {
    await world.pass(40_000);
    client.handler.pong();
    await world.pass(40_000);
    await client.say({ type: "ping" });
  }
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("a standstill of the process drops nobody", async () => {
  await using world = new SessionWorld();
  const silent = world.open();
  const slow = world.open();
  slow.socket.bufferedBytes = limits.MAX_UNSENT_BYTES + 1;
  await world.pass(1_000);
  const clock = world.clock as unknown as { nowMs: () => number };
  const { nowMs } = world.clock;
  clock.nowMs = () => nowMs() + 60_000;
  await world.pass(1_000);
  assert.deepEqual([silent.socket.closedWith, slow.socket.closedWith], [[], []]);
});

Deno.test("a socket that does not answer our Close is freed two seconds later", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.handler.binary();
  await world.pass(1_000);
  assert.equal(client.socket.isTerminated, false);
  await world.pass(1_000);
  assert.equal(client.socket.isTerminated, true);
  client.handler.closed(1006);
  assert.equal(world.sessions.size, 0);
});

Deno.test("a closed socket is told of once, watches nothing and is sent nothing", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(0);
  await client.say({ type: "subscribe", id: "s", jobId });
  client.handler.closed(1000);
  world.publish(world.frames.append("stage", { stage: "storing" }, jobId));
  await client.say({ type: "ping" });
  assert.deepEqual(client.socket.types, ["hello", "subscribed"]);
  assert.deepEqual([world.gone, world.sessions.size], [1, 0]);
});

Deno.test("a generate is carried through though its socket is gone meanwhile", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.handler.message(JSON.stringify({ type: "generate", id: "g", songs: THREE_SONGS }));
  client.handler.message(JSON.stringify({ type: "generate", id: "h", songs: THREE_SONGS }));
  await Promise.resolve();
  client.handler.closed(1006);
  await settle();
  assert.equal(world.jobs.submitted.length, 1);
  assert.deepEqual(client.socket.types, ["hello"]);
});

Deno.test("a drain is announced to every client, and disposing closes with 1001", async () => {
  await using world = new SessionWorld();
  const [first, second] = [world.open(), world.open()];
  world.sessions.warnOfDrain();
  assert.deepEqual(first.socket.last, { type: "going_away", retryAfterMs: 2500 });
  assert.deepEqual(second.socket.last, { type: "going_away", retryAfterMs: 2500 });
  const disposed = world.sessions[Symbol.asyncDispose]();
  assert.deepEqual([first.socket.closedWith, second.socket.closedWith], [[1001], [1001]]);
  first.handler.closed(1001);
  await world.pass(2_000);
  assert.equal(second.socket.isTerminated, true);
  second.handler.closed(1006);
  await disposed;
});
