import assert from "node:assert/strict";
import type { Session } from "../../src/channel/session.ts";
import { SocketSlots } from "../../src/channel/socket_slots.ts";
import { createDecideUpgrade, type UpgradeParts } from "../../src/channel/upgrade.ts";
import { AppError, type ErrorCode } from "../../src/errors.ts";
import { FakeSocket } from "../support/fake_socket.ts";
import { MemoryJobs } from "../support/memory_jobs.ts";
import { CALLER, SessionWorld } from "../support/session_world.ts";

const PEER = { address: "192.0.2.7", isTls: false };
const LIMITS = { maxSockets: 3, maxSocketsPerAddress: 2 };

function createDecide(changes: Partial<UpgradeParts> = {}) {
  return createDecideUpgrade({
    sessions: { open: () => ({}) as Session },
    slots: new SocketSlots(LIMITS),
    jobs: new MemoryJobs(),
    identify: () => Promise.resolve({ caller: CALLER, address: "a", setCookie: undefined }),
    originOf: (request) => new URL(request.url).origin,
    corsOrigins: ["https://allowed.example"],
    isDraining: () => false,
    ...changes,
  });
}

function upgradeOf(headers: Record<string, string> = {}, path = "/api/ws"): Request {
  return new Request(`http://orpheus.test:3001${path}`, {
    headers: {
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      ...headers,
    },
  });
}

function isRefusal(code: ErrorCode) {
  return (error: unknown) => error instanceof AppError && error.code === code;
}

async function assertForbidden(origin: string): Promise<void> {
  const decide = createDecide();
  await assert.rejects(decide(upgradeOf({ Origin: origin }), PEER), isRefusal("forbidden_origin"));
}

Deno.test("an upgrade without an Origin is no browser's and is accepted", async () => {
  const { headers, protocol } = await createDecide()(upgradeOf(), PEER);
  assert.deepEqual([headers.size, protocol], [0, undefined]);
});

Deno.test("an upgrade from the own origin or an allowed one is accepted", async () => {
  const decide = createDecide();
  await decide(upgradeOf({ Origin: "http://orpheus.test:3001" }), PEER);
  await decide(upgradeOf({ Origin: "https://allowed.example" }), PEER);
});

Deno.test("an upgrade from another site is forbidden", () => assertForbidden("http://evil.test"));

Deno.test("an upgrade from the null origin is forbidden", () => assertForbidden("null"));

Deno.test("an upgrade from another scheme is forbidden", () =>
  assertForbidden("https://orpheus.test:3001"));

Deno.test("an upgrade from another port is forbidden", () =>
  assertForbidden("http://orpheus.test"));

Deno.test("an upgrade from a host that only begins alike is forbidden", () =>
  assertForbidden("http://orpheus.test:3001.evil.test"));

Deno.test("an upgrade from a host that only ends alike is forbidden", () =>
  assertForbidden("http://evil-orpheus.test:3001"));

Deno.test("an upgrade to another path is not found", async () => {
  await assert.rejects(createDecide()(upgradeOf({}, "/api/wss"), PEER), isRefusal("not_found"));
});

Deno.test("an upgrade of another version is told the right one", async () => {
  const request = upgradeOf({ "Sec-WebSocket-Version": "8" });
  await assert.rejects(createDecide()(request, PEER), isRefusal("upgrade_required"));
});

Deno.test("an upgrade without a proper key is refused", async () => {
  const request = upgradeOf({ "Sec-WebSocket-Key": "short" });
  await assert.rejects(createDecide()(request, PEER), isRefusal("invalid_header"));
});

Deno.test("an upgrade while the server drains is refused", async () => {
  const decide = createDecide({ isDraining: () => true });
  await assert.rejects(decide(upgradeOf(), PEER), isRefusal("draining"));
});

Deno.test("an upgrade of an unknown caller is refused and takes no slot", async () => {
  const slots = new SocketSlots(LIMITS);
  const decide = createDecide({
    slots,
    identify: () => Promise.reject(new AppError("unauthorized", "No key")),
  });
  await assert.rejects(decide(upgradeOf(), PEER), isRefusal("unauthorized"));
  assert.equal(slots.taken, 0);
});

Deno.test("an upgrade carries the cookie of a client met for the first time", async () => {
  const decide = createDecide({
    identify: () => Promise.resolve({ caller: CALLER, address: "a", setCookie: "client=1" }),
  });
  const { headers } = await decide(upgradeOf(), PEER);
  assert.deepEqual([...headers], [["Set-Cookie", "client=1"]]);
});

Deno.test("the subprotocol is found in a list with or without spaces", async () => {
  const decide = createDecide();
  const chosen = async (list: string) =>
    (await decide(upgradeOf({ "Sec-WebSocket-Protocol": list }), {
      ...PEER,
      address: crypto.randomUUID(),
    })).protocol;
  assert.equal(await chosen("a,orpheus.v1"), "orpheus.v1");
  assert.equal(await chosen("orpheus.v1, a"), "orpheus.v1");
});

Deno.test("a subprotocol that is not ours is not chosen", async () => {
  const { protocol } = await createDecide()(
    upgradeOf({ "Sec-WebSocket-Protocol": "orpheus.v2, graphql-ws" }),
    PEER,
  );
  assert.equal(protocol, undefined);
});

Deno.test("an address may open its sockets and not one more until one is closed", async () => {
  const decide = createDecide();
  await decide(upgradeOf(), PEER);
  const second = await decide(upgradeOf(), PEER);
  await assert.rejects(decide(upgradeOf(), PEER), isRefusal("too_many_sockets"));
  second.abandoned();
  second.abandoned();
  await decide(upgradeOf(), PEER);
  await assert.rejects(decide(upgradeOf(), PEER), isRefusal("too_many_sockets"));
});

Deno.test("a full server refuses every address until a socket is closed", async () => {
  let address = 0;
  const decide = createDecide({
    identify: () =>
      Promise.resolve({ caller: CALLER, address: `a${address++}`, setCookie: undefined }),
  });
  const upgrades = [];
  for (let i = 0; i < LIMITS.maxSockets; i++) upgrades.push(await decide(upgradeOf(), PEER));
  await assert.rejects(decide(upgradeOf(), PEER), isRefusal("sockets_full"));
  upgrades[0]!.abandoned();
  await decide(upgradeOf(), PEER);
});

Deno.test("upgrades decided at the same time do not exceed the limit", async () => {
  const decide = createDecide();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () => decide(upgradeOf(), PEER)),
  );
  const accepted = outcomes.filter(({ status }) => status === "fulfilled");
  assert.equal(accepted.length, LIMITS.maxSocketsPerAddress);
});

Deno.test("an opened socket gives its slot back when it is closed", async () => {
  await using world = new SessionWorld();
  const slots = new SocketSlots(LIMITS);
  const decide = createDecide({ slots, sessions: world.sessions });
  const handler = (await decide(upgradeOf(), PEER)).open(new FakeSocket());
  assert.deepEqual([slots.taken, world.sessions.size], [1, 1]);
  handler.closed(1000);
  assert.deepEqual([slots.taken, world.sessions.size], [0, 0]);
});

Deno.test("batches are sent to who asks for them in the query", async () => {
  const asked: boolean[] = [];
  const decide = createDecide({
    sessions: {
      open: (_socket, { isBatch }) => {
        asked.push(isBatch);
        return {} as Session;
      },
    },
  });
  (await decide(upgradeOf({}, "/api/ws?batch=1"), PEER)).open(new FakeSocket());
  (await decide(upgradeOf({}, "/api/ws?batch=0"), PEER)).open(new FakeSocket());
  assert.deepEqual(asked, [true, false]);
});
