// Peers that send as much, as often or as many as they can: what they cost is bounded, and the others
// are served.

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { MAX_CONTROL_FRAMES_PER_MINUTE } from "../../src/listener/control_frame_limit.ts";
import { NODE_TIMEOUTS, openNodeListener } from "../../src/listener/node_listener.ts";
import { MAX_FRAGMENTS } from "../../src/listener/node_upgrade.ts";
import { MAX_PIPELINED_REQUESTS } from "../../src/listener/pipelines.ts";
import { type EchoProcess, startEcho } from "../support/echo_process.ts";
import { floodUntilCutOff } from "../support/flood.ts";
import { openImpatient } from "../support/impatient_listener.ts";
import { ListenerWorld, waitUntil } from "../support/listener_world.ts";
import { RawConnection, upgradeRequest } from "../support/raw_connection.ts";
import { encodeFrame, OPCODES } from "../support/raw_frame.ts";

const MIB = 1024 * 1024;
const MAX_GROWTH_BYTES = 50 * MIB;
/** Impatient, but not with a peer that a busy machine holds up. */
const openBrisk: typeof openNodeListener = (application, options) =>
  openNodeListener(application, options, {
    ...NODE_TIMEOUTS,
    headersMs: 1_500,
    checkEveryMs: 100,
  });
const REQUEST = "GET /api/health/live HTTP/1.1\r\nHost: a\r\n\r\n";

async function assertCutOff(
  echo: EchoProcess,
  flood: Uint8Array,
  start: readonly Uint8Array[] = [],
): Promise<void> {
  using connection = (await RawConnection.upgrade(echo.port)).connection;
  for (const bytes of start) await connection.write(bytes);
  await floodUntilCutOff(connection, flood);
}

Deno.test("floods from one socket are cut off, and cost next to no memory", async (t) => {
  await using echo = await startEcho("node");
  await serve(echo.port);
  const before = await echo.residentBytes();
  const start = [encodeFrame("", { isLast: false })];

  await t.step("1.5 GB of fragments of a message that never ends", async () => {
    const fragment = encodeFrame(new Uint8Array(MIB), {
      opcode: OPCODES.continuation,
      isLast: false,
    });
    await assertCutOff(echo, fragment, start);
  });

  await t.step("empty fragments of a message that never ends", async () => {
    const fragment = encodeFrame("", { opcode: OPCODES.continuation, isLast: false });
    await assertCutOff(echo, repeat(fragment, 1000), start);
  });

  await t.step("pings whose answers nobody reads", async () => {
    const ping = encodeFrame("x".repeat(125), { opcode: OPCODES.ping });
    await assertCutOff(echo, repeat(ping, 500));
  });

  await t.step("pongs nobody asked for", async () => {
    await assertCutOff(echo, repeat(encodeFrame("", { opcode: OPCODES.pong }), 1000));
  });

  await t.step("messages after the server has sent its Close", async () => {
    await assertCutOff(echo, repeat(encodeFrame("x".repeat(100)), 1000), [encodeFrame("close")]);
  });

  await t.step("requests whose answers nobody reads", async () => {
    using connection = await RawConnection.open(echo.port);
    await floodUntilCutOff(connection, new TextEncoder().encode(REQUEST.repeat(1000)));
  });

  const growth = await echo.residentBytes() - before;
  assert.ok(growth < MAX_GROWTH_BYTES, `${growth} bytes more than before`);
  await serve(echo.port);
});

Deno.test("pings are answered up to the limit, and the next one closes the socket", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  for (let i = 0; i < MAX_CONTROL_FRAMES_PER_MINUTE; i++) {
    await connection.sendFrame("x", { opcode: OPCODES.ping });
    assert.equal((await connection.readFrame())?.opcode, OPCODES.pong);
  }
  await connection.sendFrame("x", { opcode: OPCODES.ping });
  assert.equal(await connection.readCloseCode(), 1008);
});

Deno.test("pings that come all at once are answered up to the same limit", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  const ping = encodeFrame("x", { opcode: OPCODES.ping });
  const pings = new Array<Uint8Array>(MAX_CONTROL_FRAMES_PER_MINUTE).fill(ping);
  await connection.write(Buffer.concat(pings));
  const pongs = await connection.readBytes(3 * MAX_CONTROL_FRAMES_PER_MINUTE);
  assert.deepEqual(pongs, Buffer.from("\x8a\x01x".repeat(pings.length), "latin1"));
  await connection.write(ping);
  assert.equal(await connection.readCloseCode(), 1008);
});

Deno.test("requests without waiting are answered in order up to the limit, one more ends all", async () => {
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: ({ url }) => new Response(new URL(url).search),
  });
  const ask = async (count: number) => {
    using connection = await RawConnection.open(world.port);
    const requests = Array.from({ length: count }, (_, i) => REQUEST.replace("live", `live?${i}`));
    const last = requests.pop()!.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    await connection.write(requests.join("") + last);
    return [...(await connection.readRest()).matchAll(/\?(\d+)/g)].map(([, n]) => Number(n));
  };
  const all = Array.from({ length: MAX_PIPELINED_REQUESTS }, (_, i) => i);
  assert.deepEqual(await ask(MAX_PIPELINED_REQUESTS), all);
  assert.deepEqual(await ask(MAX_PIPELINED_REQUESTS + 1), []);
});

Deno.test("requests behind one that is not answered cost nothing, also once their peer is gone", async () => {
  const asked: string[] = [];
  let isOver = false;
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: ({ url, signal }) => {
      asked.push(new URL(url).search);
      signal.addEventListener("abort", () => isOver = true);
      return new Response(new ReadableStream());
    },
  });
  const connection = await RawConnection.open(world.port);
  await connection.write([1, 2, 3].map((n) => REQUEST.replace("live", `live?${n}`)).join(""));
  await connection.readHead();
  connection.close();
  await waitUntil(() => isOver, "the first hears of it");
  assert.deepEqual(asked, ["?1"]);
});

Deno.test("requests after one that ends the connection are not begun", async () => {
  const asked: string[] = [];
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: ({ url }) => new Response(String(asked.push(new URL(url).search))),
  });
  using connection = await RawConnection.open(world.port);
  const last = REQUEST.replace("live", "live?1").replace(
    "\r\n\r\n",
    "\r\nConnection: close\r\n\r\n",
  );
  await connection.write(last + REQUEST.replace("live", "live?2"));
  await connection.readRest();
  assert.deepEqual(asked, ["?1"]);
});

Deno.test("hundreds of handshakes that never end keep nobody out, and are over in time", async () => {
  await using world = await ListenerWorld.open(openBrisk, {
    onText: (socket, text) => socket.send(text),
  });
  const half = upgradeRequest().slice(0, -10);
  const connections = await Promise.all(Array.from({ length: 300 }, async () => {
    const connection = await RawConnection.open(world.port);
    await connection.write(half);
    return connection;
  }));
  using good = (await RawConnection.upgrade(world.port)).connection;
  await good.sendFrame("in between");
  assert.equal(String((await good.readFrame())?.payload), "in between");
  for (const connection of connections) {
    using _ = connection;
    assert.match(await connection.readRest(), /^HTTP\/1\.1 408 /);
  }
  assert.equal(world.handlers.length, 1);
});

Deno.test("a handshake of one byte now and then is over in time", async () => {
  await using world = await ListenerWorld.open(openImpatient);
  using connection = await RawConnection.open(world.port);
  const answer = connection.readRest();
  await assert.rejects(async () => {
    for (;;) {
      await connection.write("G");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
  assert.match(await answer, /^HTTP\/1\.1 40[08] |^$/);
});

Deno.test("connections over the limit are shed and the others served", async () => {
  await using world = await ListenerWorld.open(openNodeListener, { maxConnections: 2 });
  const first = await RawConnection.open(world.port);
  using second = await RawConnection.open(world.port);
  await first.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await first.readHead();
  using third = await RawConnection.open(world.port);
  assert.equal(await third.readRest(), "");
  await second.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  assert.match(await second.readHead(), /^HTTP\/1\.1 200 /);
  first.close();
  await waitUntilServed(world.port);
});

Deno.test("more sockets than the process may open leave the listener serving", async () => {
  await using echo = await startEcho("node", 200);
  const connections = await Promise.all(
    Array.from({ length: 300 }, () => RawConnection.open(echo.port)),
  );
  for (const connection of connections) connection.close();
  await waitUntilServed(echo.port);
});

Deno.test("a terminated socket is freed though its peer reads nothing", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await waitUntil(() => world.handlers.length === 1, "the socket is open");
  const [handler] = world.handlers;
  for (let i = 0; i < 20; i++) handler!.socket.send("x".repeat(1024 * 1024));
  handler!.socket.terminate();
  await waitUntil(() => handler!.closedWith.length === 1, "the end is told");
  await connection.readRest();
});

Deno.test("a message in too many fragments is closed", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await connection.sendFrame("x", { isLast: false });
  for (let i = 0; i < MAX_FRAGMENTS; i++) {
    await connection.sendFrame("x", { opcode: OPCODES.continuation, isLast: false });
  }
  assert.equal(await connection.readCloseCode(), 1008);
});

function repeat(bytes: Uint8Array, count: number): Uint8Array {
  return new Uint8Array(Array.from({ length: count }, () => [...bytes]).flat());
}

async function serve(port: number): Promise<void> {
  using connection = await RawConnection.open(port);
  await connection.write(REQUEST);
  assert.match(await connection.readHead(), /^HTTP\/1\.1 200 /);
}

async function waitUntilServed(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    using connection = await RawConnection.open(port);
    await connection.write(REQUEST).catch(() => {});
    if ((await connection.readHead()).startsWith("HTTP/1.1 200")) return;
  }
  assert.fail("no connection was served again");
}
