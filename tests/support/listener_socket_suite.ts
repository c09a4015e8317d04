// What every listener must make of a socket.

import assert from "node:assert/strict";
import {
  ListenerWorld,
  MAX_MESSAGE_BYTES,
  type OpenListener,
  waitUntil,
} from "./listener_world.ts";
import { RawConnection } from "./raw_connection.ts";
import { OPCODES } from "./raw_frame.ts";

/** Declares the tests for one listener. */
export function testSockets(open: OpenListener): void {
  Deno.test("a socket carries text both ways", async () => {
    await using world = await ListenerWorld.open(open, {
      onText: (socket, text) => socket.send(`${text}!`),
    });
    using connection = (await RawConnection.upgrade(world.port)).connection;
    await connection.sendFrame("thé");
    assert.equal(String((await connection.readFrame())?.payload), "thé!");
  });

  Deno.test("a socket tells of a binary message without its content", async () => {
    await using world = await ListenerWorld.open(open);
    using connection = (await RawConnection.upgrade(world.port)).connection;
    await connection.sendFrame("x", { opcode: OPCODES.binary });
    await waitUntil(() => world.handlers[0]?.binaries === 1, "the message came");
    assert.deepEqual(world.handlers[0]?.texts, []);
  });

  Deno.test("a socket takes a message of exactly the limit", async () => {
    await using world = await ListenerWorld.open(open);
    using connection = (await RawConnection.upgrade(world.port)).connection;
    await connection.sendFrame("x".repeat(MAX_MESSAGE_BYTES));
    await waitUntil(() => world.handlers[0]?.texts.length === 1, "the message came");
  });

  Deno.test("a socket closes with 1009 for one byte over the limit", async () => {
    await using world = await ListenerWorld.open(open);
    using connection = (await RawConnection.upgrade(world.port)).connection;
    await connection.sendFrame("x".repeat(MAX_MESSAGE_BYTES + 1));
    assert.equal(await connection.readCloseCode(), 1009);
    assert.deepEqual(world.handlers[0]?.texts, []);
  });

  Deno.test("a socket closes with the code the application gives", async () => {
    await using world = await ListenerWorld.open(open, {
      onText: (socket) => socket.close(4005, "Too many messages"),
    });
    using connection = (await RawConnection.upgrade(world.port)).connection;
    await connection.sendFrame("x");
    assert.equal(await connection.readCloseCode(), 4005);
  });

  Deno.test("a socket tells once with which code its peer closed it", async () => {
    await using world = await ListenerWorld.open(open);
    const client = new WebSocket(`ws://127.0.0.1:${world.port}/api/ws`);
    await new Promise((resolve) => client.onopen = resolve);
    const ended = new Promise((resolve) => client.onclose = resolve);
    client.close(4321, "bye");
    await ended;
    await waitUntil(() => world.handlers[0]?.closedWith.length === 1, "the end is told");
    assert.deepEqual(world.handlers[0]?.closedWith, [4321]);
  });

  Deno.test("a socket that breaks is told of once", async () => {
    await using world = await ListenerWorld.open(open);
    const { connection } = await RawConnection.upgrade(world.port);
    await waitUntil(() => world.handlers.length === 1, "the socket is open");
    connection.close();
    await waitUntil(() => world.handlers[0]!.closedWith.length > 0, "the end is told");
    assert.equal(world.handlers[0]!.closedWith.length, 1);
    world.handlers[0]!.socket.send("into the void");
    world.handlers[0]!.socket.close(1000, "");
    world.handlers[0]!.socket.terminate();
    assert.equal(world.handlers[0]!.closedWith.length, 1);
  });

  Deno.test("a handler that throws ends its own socket and no other", () =>
    assertEndsAlone(open, () => {
      throw new Error("broken");
    }));

  Deno.test("a handler whose promise fails ends its own socket and no other", () =>
    assertEndsAlone(open, async () => {
      await Promise.resolve();
      throw new Error("broken");
    }));

  Deno.test("a socket that cannot be opened is ended", async () => {
    await using world = await ListenerWorld.open(open, {
      upgrade: () =>
        Promise.resolve({
          open: () => {
            throw new Error("broken");
          },
        }),
    });
    using connection = (await RawConnection.upgrade(world.port)).connection;
    await connection.readCloseCode();
    assert.equal(world.errors.length, 1);
  });

  Deno.test("a terminated socket is told as closed at once and once", async () => {
    await using world = await ListenerWorld.open(open);
    using connection = (await RawConnection.upgrade(world.port)).connection;
    await waitUntil(() => world.handlers.length === 1, "the socket is open");
    world.handlers[0]!.socket.terminate();
    await waitUntil(() => world.handlers[0]!.closedWith.length > 0, "the end is told");
    await connection.readCloseCode();
    connection.close();
    assert.equal(world.handlers[0]!.closedWith.length, 1);
  });

  Deno.test("a socket shows what has piled up and tells when it is gone", async () => {
    const text = "x".repeat(1024 * 1024);
    await using world = await ListenerWorld.open(open);
    using connection = (await RawConnection.upgrade(world.port)).connection;
    await waitUntil(() => world.handlers.length === 1, "the socket is open");
    const { socket } = world.handlers[0]!;
    for (let i = 0; i < 20; i++) socket.send(text);
    assert.ok(socket.bufferedBytes > 1024 * 1024);
    for (let i = 0; i < 20; i++) await connection.readFrame();
    await waitUntil(() => world.handlers[0]!.drains > 0, "it is drained");
    assert.equal(socket.bufferedBytes, 0);
  });

  Deno.test("a ping is answered by the peer or for it", async () => {
    await using world = await ListenerWorld.open(open);
    const client = new WebSocket(`ws://127.0.0.1:${world.port}/api/ws`);
    await new Promise((resolve) => client.onopen = resolve);
    await waitUntil(() => world.handlers.length === 1, "the socket is open");
    world.handlers[0]!.socket.ping();
    await waitUntil(() => world.handlers[0]!.pongs === 1, "the pong came");
    const ended = new Promise((resolve) => client.onclose = resolve);
    client.close();
    await ended;
  });

  Deno.test("a disposed listener has closed its sockets with 1001 and freed its port", async () => {
    const world = await ListenerWorld.open(open);
    using connection = (await RawConnection.upgrade(world.port)).connection;
    await waitUntil(() => world.handlers.length === 1, "the socket is open");
    const disposed = world[Symbol.asyncDispose]();
    assert.equal(await connection.readCloseCode(), 1001);
    connection.close();
    await disposed;
    assert.equal(world.handlers[0]!.closedWith.length, 1);
    await assert.rejects(RawConnection.open(world.port), Deno.errors.ConnectionRefused);
  });
}

async function assertEndsAlone(open: OpenListener, fail: () => void): Promise<void> {
  await using world = await ListenerWorld.open(open, {
    onText: (socket, text) => text === "break" ? fail() : socket.send(text),
  });
  using good = (await RawConnection.upgrade(world.port)).connection;
  using bad = (await RawConnection.upgrade(world.port)).connection;
  await bad.sendFrame("break");
  await bad.readCloseCode();
  bad.close();
  await good.sendFrame("still here");
  assert.equal(String((await good.readFrame())?.payload), "still here");
  assert.equal(world.errors.length, 1);
  await waitUntil(() => world.handlers[1]!.closedWith.length === 1, "the end is told");
}
