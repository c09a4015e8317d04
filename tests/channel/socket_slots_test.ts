import assert from "node:assert/strict";
import { HELD_REQUESTS_PER_SOCKET, SocketSlots } from "../../src/channel/socket_slots.ts";
import { AppError, type ErrorCode } from "../../src/errors.ts";

function isRefusal(code: ErrorCode) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

Deno.test("an address may hold as many requests as its limit says, and not one more", () => {
  const slots = new SocketSlots({ maxSockets: 1000, maxSocketsPerAddress: 2 });
  const releases = Array.from({ length: 2 * HELD_REQUESTS_PER_SOCKET }, () => slots.hold("a"));
  assert.throws(() => slots.hold("a"), isRefusal("too_many_sockets"));
  slots.hold("b");
  releases[0]!();
  releases[0]!();
  slots.hold("a");
  assert.throws(() => slots.hold("a"), isRefusal("too_many_sockets"));
});

Deno.test("requests an address holds take none of its sockets", () => {
  const slots = new SocketSlots({ maxSockets: 1000, maxSocketsPerAddress: 1 });
  for (let i = 0; i < HELD_REQUESTS_PER_SOCKET; i++) slots.hold("a");
  slots.take("a");
  assert.throws(() => slots.take("a"), isRefusal("too_many_sockets"));
});

Deno.test("sockets and held requests fill the server together", () => {
  const slots = new SocketSlots({ maxSockets: 2, maxSocketsPerAddress: 2 });
  const release = slots.take("a");
  slots.hold("b");
  assert.throws(() => slots.hold("c"), isRefusal("sockets_full"));
  assert.throws(() => slots.take("c"), isRefusal("sockets_full"));
  release();
  slots.hold("c");
  assert.equal(slots.taken, 2);
});
