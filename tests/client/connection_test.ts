import assert from "node:assert/strict";
import {
  HELLO_TIMEOUT_MS,
  MAX_MESSAGE_BYTES,
  PROBE_TIMEOUT_MS,
  SILENCE_TIMEOUT_MS,
  STABLE_AFTER_MS,
} from "../../src/client/connection.ts";
import { Unreachable } from "../../src/client/unreachable.ts";
import { createConnectionWorld, openConnectionWorld } from "../support/connection_world.ts";
import { sampleFrame } from "../support/sample_job.ts";

const NEVER = new AbortController().signal;

const stage = (seq: number) => sampleFrame("stage", seq, { stage: "generating" });

Deno.test("connection is open once the server has said hello", () => {
  const { connection, sockets, statuses } = createConnectionWorld();
  connection.connect();
  assert.deepEqual(statuses, [["connecting", 0]]);
  sockets.current.hello();
  assert.deepEqual(statuses.at(-1), ["open", 0]);
});

Deno.test("connection tries again after a break, later with each failure", () => {
  const { connection, clock, sockets } = createConnectionWorld({ random: 1 });
  connection.connect();
  sockets.current.break();
  clock.advance(499);
  assert.equal(sockets.opened.length, 1);
  clock.advance(1);
  assert.equal(sockets.opened.length, 2);
  sockets.current.break();
  clock.advance(999);
  assert.equal(sockets.opened.length, 2);
  clock.advance(1);
  assert.equal(sockets.opened.length, 3);
});

Deno.test("connection forgets its failures once it was stable", () => {
  const { connection, clock, sockets, statuses } = createConnectionWorld({ random: 1 });
  connection.connect();
  sockets.current.break();
  clock.advance(500);
  sockets.current.hello();
  clock.advance(STABLE_AFTER_MS);
  sockets.current.break();
  assert.deepEqual(statuses.at(-1), ["waiting", 1]);
  clock.advance(500);
  assert.equal(sockets.opened.length, 3);
});

Deno.test("connection that breaks right after hello does not hammer the server", () => {
  const { connection, clock, sockets, statuses } = createConnectionWorld({ random: 1 });
  connection.connect();
  sockets.current.hello();
  sockets.current.break();
  clock.advance(500);
  sockets.current.hello();
  sockets.current.break();
  assert.deepEqual(statuses.at(-1), ["waiting", 2]);
  clock.advance(999);
  assert.equal(sockets.opened.length, 2);
});

Deno.test("connection gives up a socket that never says hello", () => {
  const { connection, clock, sockets, status } = createConnectionWorld();
  connection.connect();
  clock.advance(HELLO_TIMEOUT_MS);
  assert.equal(sockets.opened[0]?.isClosed, true);
  assert.equal(status(), "waiting");
});

Deno.test("connection gives up a socket that has fallen silent", () => {
  const { clock, sockets, status } = openConnectionWorld();
  clock.advance(SILENCE_TIMEOUT_MS - 1);
  assert.equal(status(), "open");
  clock.advance(1);
  assert.equal(sockets.opened[0]?.closedWith, 4000);
  assert.equal(status(), "waiting");
});

Deno.test("connection counts any message as a sign of life", () => {
  const { clock, sockets, status } = openConnectionWorld();
  clock.advance(SILENCE_TIMEOUT_MS - 1);
  sockets.current.say({ type: "heartbeat" });
  clock.advance(SILENCE_TIMEOUT_MS - 1);
  sockets.current.say(stage(1));
  clock.advance(SILENCE_TIMEOUT_MS - 1);
  assert.equal(status(), "open");
});

Deno.test("connection comes back at once when the network returns", () => {
  const { connection, sockets } = createConnectionWorld();
  connection.connect();
  sockets.current.break();
  connection.wake();
  assert.equal(sockets.opened.length, 2);
});

Deno.test("connection that is woken while open finds out quickly whether it still lives", () => {
  const { connection, clock, sockets, status } = openConnectionWorld();
  connection.wake();
  assert.equal(sockets.current.last("ping").type, "ping");
  clock.advance(PROBE_TIMEOUT_MS);
  assert.equal(status(), "waiting");
});

Deno.test("connection that answers the probe stays open", () => {
  const { connection, clock, sockets, status } = openConnectionWorld();
  connection.wake();
  sockets.current.say({ type: "pong" });
  clock.advance(PROBE_TIMEOUT_MS);
  assert.equal(status(), "open");
});

Deno.test("connection does not come back after a close code of 4500 to 4999", () => {
  const { connection, clock, sockets, status } = openConnectionWorld();
  sockets.current.break(4500);
  connection.wake();
  clock.advance(60_000);
  assert.equal(status(), "ended");
  assert.equal(sockets.opened.length, 1);
  assert.equal(clock.pendingTimers, 0);
});

Deno.test("connection comes back after close codes on either side of the final ones", () => {
  const below = openConnectionWorld();
  below.sockets.current.break(4499);
  assert.equal(below.status(), "waiting");
  const above = openConnectionWorld();
  above.sockets.current.break(5000);
  assert.equal(above.status(), "waiting");
});

Deno.test("connection can be opened again by hand after a final close code", () => {
  const { connection, sockets, status } = openConnectionWorld();
  sockets.current.break(4999);
  connection.connect();
  sockets.current.hello();
  assert.equal(status(), "open");
});

Deno.test("connection waits as long as a server that goes away asks for", () => {
  const { clock, sockets } = openConnectionWorld();
  sockets.current.say({ type: "going_away", retryAfterMs: 3_000 });
  sockets.current.break(1001);
  clock.advance(2_999);
  assert.equal(sockets.opened.length, 1);
  clock.advance(1);
  assert.equal(sockets.opened.length, 2);
});

Deno.test("connection ignores what an abandoned socket still says", () => {
  const { clock, sockets, status } = openConnectionWorld();
  const [old] = sockets.opened;
  clock.advance(SILENCE_TIMEOUT_MS);
  clock.advance(250);
  sockets.current.hello();
  old?.break(4500);
  assert.equal(status(), "open");
});

Deno.test("closed connection leaves no timer and no open socket", async () => {
  const { connection, clock, sockets } = openConnectionWorld();
  const search = connection.search({ q: "a", limit: 5 }, NEVER);
  connection.close();
  await assert.rejects(search, Unreachable);
  assert.equal(sockets.current.isClosed, true);
  assert.equal(clock.pendingTimers, 0);
});

Deno.test("connection leaves a server that says nothing it understands", () => {
  const garbled = openConnectionWorld();
  garbled.sockets.current.sayText("<html>");
  assert.equal(garbled.status(), "waiting");
  const odd = openConnectionWorld();
  odd.sockets.current.sayText("[null]");
  assert.equal(odd.status(), "waiting");
});

Deno.test("connection ignores messages of a later protocol", () => {
  const { sockets, status } = openConnectionWorld();
  sockets.current.sayText('{"type":"weather","id":"id-1"}');
  assert.equal(status(), "open");
});

Deno.test("connection that is closed refuses requests at once", async () => {
  const { connection } = openConnectionWorld();
  connection.close();
  await assert.rejects(connection.search({ q: "a", limit: 5 }, NEVER), Unreachable);
});

Deno.test("connection sends a request of the largest size and refuses a larger one", async () => {
  const { connection, sockets } = openConnectionWorld();
  const overhead = JSON.stringify({ type: "search", id: "id-1", q: "", limit: 5 }).length;
  const stop = new AbortController();
  const most = "x".repeat(MAX_MESSAGE_BYTES - overhead);
  const sent: string[] = [];
  sockets.current.send = (text) => void sent.push(text);
  connection.search({ q: most, limit: 5 }, stop.signal).catch(() => {});
  assert.equal(sent.length, 1);
  await assert.rejects(connection.search({ q: `${most}x`, limit: 5 }, NEVER), RangeError);
  stop.abort();
});
