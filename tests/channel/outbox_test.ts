import assert from "node:assert/strict";
import { MAX_UNSENT_BYTES } from "../../src/channel/limits.ts";
import {
  MAX_BATCH_BYTES,
  MAX_SOCKET_BYTES,
  Outbox,
  REFILL_BELOW_BYTES,
} from "../../src/channel/outbox.ts";
import { FakeSocket } from "../support/fake_socket.ts";

function createOutbox({ isBatch = false } = {}) {
  const socket = new FakeSocket();
  let asked = 0;
  const batches = { flushSoon: () => asked++, join: (texts: readonly string[]) => `[${texts}]` };
  const outbox = isBatch ? new Outbox(socket, batches) : new Outbox(socket);
  return { socket, outbox, asked: () => asked };
}

Deno.test("an outbox sends at once while the socket has room, and not above 64 KiB", () => {
  const { socket, outbox } = createOutbox();
  socket.bufferedBytes = MAX_SOCKET_BYTES - 1;
  outbox.push("a");
  socket.bufferedBytes = MAX_SOCKET_BYTES;
  outbox.push("b");
  assert.deepEqual(socket.texts, ["a"]);
  assert.equal(outbox.unsentBytes, MAX_SOCKET_BYTES + 1);
});

Deno.test("what waits goes before what comes later, when there is room again", () => {
  const { socket, outbox } = createOutbox();
  socket.bufferedBytes = MAX_SOCKET_BYTES;
  outbox.push("a");
  socket.bufferedBytes = 0;
  outbox.push("b");
  assert.deepEqual(socket.texts, ["a", "b"]);
  assert.equal(outbox.unsentBytes, 0);
});

Deno.test("a latest text replaces the one of its name that waits, behind what came since", () => {
  const { socket, outbox } = createOutbox();
  socket.bufferedBytes = MAX_SOCKET_BYTES;
  outbox.pushLatest("x", "x1");
  outbox.pushLatest("y", "y1");
  outbox.push("a");
  outbox.pushLatest("x", "x2");
  socket.bufferedBytes = 0;
  outbox.flush();
  assert.deepEqual(socket.texts, ["y1", "a", "x2"]);
});

Deno.test("a forgotten or cleared text is not sent and not counted", () => {
  const { socket, outbox } = createOutbox();
  socket.bufferedBytes = MAX_SOCKET_BYTES;
  outbox.pushLatest("x", "x1");
  outbox.forget("x");
  outbox.push("a");
  outbox.clear();
  socket.bufferedBytes = 0;
  assert.equal(outbox.unsentBytes, 0);
  outbox.flush();
  assert.deepEqual(socket.texts, []);
});

Deno.test("an outbox is full over 1 MiB, and until half of it is gone", () => {
  const { socket, outbox } = createOutbox();
  socket.bufferedBytes = MAX_UNSENT_BYTES;
  assert.equal(outbox.isFull, false);
  socket.bufferedBytes = MAX_UNSENT_BYTES + 1;
  assert.equal(outbox.isFull, true);
  socket.bufferedBytes = REFILL_BELOW_BYTES;
  assert.equal(outbox.isFull, true);
  socket.bufferedBytes = REFILL_BELOW_BYTES - 1;
  assert.equal(outbox.isFull, false);
});

Deno.test("a batch waits until it is asked for, is urgent, or holds 16 KiB", () => {
  const { socket, outbox, asked } = createOutbox({ isBatch: true });
  outbox.push("1", false);
  outbox.push("2", false);
  assert.deepEqual([socket.texts, asked()], [[], 2]);
  outbox.flush();
  outbox.push("3", false);
  outbox.push("4", true);
  const long = `"${"x".repeat(MAX_BATCH_BYTES - 3)}"`;
  outbox.push(long, false);
  outbox.push("5", false);
  assert.deepEqual(socket.texts, ["[1,2]", "[3,4]", `[${long},5]`]);
});
