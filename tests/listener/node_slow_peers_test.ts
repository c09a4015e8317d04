// Peers that take their time over a request, or send more than anybody wants.

import assert from "node:assert/strict";
import {
  MAX_HEADER_BYTES,
  NODE_TIMEOUTS,
  openNodeListener,
} from "../../src/listener/node_listener.ts";
import { openImpatient } from "../support/impatient_listener.ts";
import { ListenerWorld, waitUntil } from "../support/listener_world.ts";
import { RawConnection, upgradeRequest } from "../support/raw_connection.ts";

const CONTRACT_TIMEOUT_MS = 15_000;

Deno.test("slow headers and bodies are over within the time of the contract", () => {
  const { headersMs, requestMs, checkEveryMs } = NODE_TIMEOUTS;
  assert.ok(Math.max(headersMs, requestMs) + 2 * checkEveryMs < CONTRACT_TIMEOUT_MS);
});

Deno.test("a peer that does not finish its headers gets 408 and is closed", async () => {
  await using world = await ListenerWorld.open(openImpatient);
  using connection = await RawConnection.open(world.port);
  await connection.write("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
  assert.match(await connection.readRest(), /^HTTP\/1\.1 408 /);
});

Deno.test("a peer that does not finish its body gets 408 and is closed", async () => {
  await using world = await ListenerWorld.open(openImpatient, {
    fetch: async (request) => new Response(await request.text()),
  });
  using connection = await RawConnection.open(world.port);
  await connection.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nfive?");
  assert.match(await connection.readRest(), /^HTTP\/1\.1 408 /);
});

Deno.test("a peer that says nothing at all is closed", async () => {
  await using world = await ListenerWorld.open(openImpatient);
  using connection = await RawConnection.open(world.port);
  await connection.readRest();
});

Deno.test("a connection kept alive for nothing is closed", async () => {
  await using world = await ListenerWorld.open(openImpatient);
  using connection = await RawConnection.open(world.port);
  await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  assert.match(await connection.readRest(), /plain$/);
});

Deno.test("a socket outlives the timeouts of requests", async () => {
  await using world = await ListenerWorld.open(openImpatient, {
    onText: (socket, text) => socket.send(text),
  });
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await new Promise((resolve) => setTimeout(resolve, 600));
  await connection.sendFrame("still here");
  assert.equal(String((await connection.readFrame())?.payload), "still here");
});

Deno.test("headers over the limit get 431", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = await RawConnection.open(world.port);
  await connection.write(
    `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${"x".repeat(MAX_HEADER_BYTES)}\r\n\r\n`,
  );
  assert.match(await connection.readRest(), /^HTTP\/1\.1 431 /);
});

Deno.test("a peer that sends on after its refusal is cut off", async () => {
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: () => new Response(null, { status: 413 }),
  });
  using connection = await RawConnection.open(world.port);
  await connection.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n");
  assert.match(await connection.readHead(), /^HTTP\/1\.1 413 /);
  await assert.rejects(async () => {
    for (;;) {
      await connection.write("x");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});

Deno.test("an upgrade nobody decides on is broken off and given up", async () => {
  const decided = Promise.withResolvers<void>();
  await using world = await ListenerWorld.open(openImpatient, {
    upgrade: () => decided.promise.then(() => ({})),
  });
  using connection = await RawConnection.open(world.port);
  await connection.write(upgradeRequest());
  assert.equal(await connection.readRest(), "");
  decided.resolve();
  await waitUntil(() => world.abandoned === 1, "the upgrade is given up");
});

Deno.test("a peer that has ended its side and reads nothing is freed", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await waitUntil(() => world.handlers.length === 1, "the socket is open");
  const [handler] = world.handlers;
  for (let i = 0; i < 20; i++) handler!.socket.send("x".repeat(1024 * 1024));
  await connection.closeWrite();
  await waitUntil(() => handler!.closedWith.length === 1, "it is freed");
});

Deno.test("a body that breaks while its peer takes its time ends that answer and no more", async () => {
  const broken = Promise.withResolvers<void>();
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: () =>
      new Response(
        new ReadableStream({
          async start(controller) {
            // The head goes out before there is a body.
            await new Promise((resolve) => setTimeout(resolve, 20));
            controller.enqueue(new Uint8Array(20 * 1024 * 1024));
          },
          pull(controller) {
            controller.error(new Error("broken"));
            setTimeout(broken.resolve);
          },
        }),
      ),
  });
  using connection = await RawConnection.open(world.port);
  await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await broken.promise;
  connection.close();
  await waitUntil(() => world.errors.length === 1, "the failure is told");
});
