import assert from "node:assert/strict";
import { MAX_UNSENT_BYTES } from "../../src/channel/limits.ts";
import { MAX_BATCH_BYTES } from "../../src/channel/frame_batch.ts";
import { MAX_SOCKET_BYTES, Outbox, REFILL_BELOW_BYTES } from "../../src/channel/outbox.ts";
import { FakeSocket } from "../support/fake_socket.ts";

function createOutbox({ isBatch = false } = {}) {
  const socket = new FakeSocket();
  return { socket, outbox: new Outbox(socket, isBatch) };
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

Deno.test("what waits for a client of batches goes in arrays of 16 KiB, without arrays in them", () => {
  const { socket, outbox } = createOutbox({ isBatch: true });
  const long = `"${"x".repeat(MAX_BATCH_BYTES - 5)}"`;
  outbox.push("[1,2]");
  socket.bufferedBytes = MAX_SOCKET_BYTES;
  for (const text of ["3", "[4,5]", long, "6", "7"]) outbox.push(text);
  outbox.pushLatest("progress", "8");
  socket.bufferedBytes = 0;
  outbox.flush();
  assert.deepEqual(socket.texts, ["[1,2]", `[3,4,5,${long}]`, "[6,7,8]"]);
});

Deno.test("one text that waits for a client of batches goes as it is", () => {
  const { socket, outbox } = createOutbox({ isBatch: true });
  socket.bufferedBytes = MAX_SOCKET_BYTES;
  outbox.push("{}");
  socket.bufferedBytes = 0;
  outbox.flush();
  assert.deepEqual(socket.texts, ["{}"]);
});
