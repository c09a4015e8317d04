// What every listener must do, whatever it is made of.

import assert from "node:assert/strict";
import {
  ListenerWorld,
  MAX_MESSAGE_BYTES,
  type OpenListener,
  waitUntil,
} from "./listener_world.ts";
import { RawConnection, upgradeRequest } from "./raw_connection.ts";
import { OPCODES } from "./raw_frame.ts";

/** Declares the tests for one listener. */
export function testListener(open: OpenListener): void {
  testRequests(open);
  testUpgrades(open);
  testSockets(open);
}

function testRequests(open: OpenListener): void {
  Deno.test("a listener hands over method, url, headers, body and the peer's address", async () => {
    await using world = await ListenerWorld.open(open, {
      fetch: async (request, peer) =>
        Response.json([
          request.method,
          new URL(request.url).search,
          request.headers.get("x-note"),
          await request.text(),
          peer,
        ]),
    });
    const answer = await fetch(`${world.url}/path?a=1`, {
      method: "PUT",
      headers: { "X-Note": "é" },
      body: "thé",
    });
    assert.deepEqual(await answer.json(), [
      "PUT",
      "?a=1",
      "é",
      "thé",
      { address: "127.0.0.1", isTls: false },
    ]);
  });

  Deno.test("a listener answers with status, every cookie and the length of the body", async () => {
    const headers = new Headers([["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"], ["X-Note", "yes"]]);
    await using world = await ListenerWorld.open(open, {
      fetch: () => new Response("body", { status: 418, headers }),
    });
    const answer = await fetch(world.url);
    assert.equal(answer.status, 418);
    assert.deepEqual(answer.headers.getSetCookie(), ["a=1", "b=2"]);
    assert.equal(answer.headers.get("Content-Length"), "4");
    assert.equal(await answer.text(), "body");
  });

  Deno.test("a listener answers HEAD without a body and 204 without a length", async () => {
    await using world = await ListenerWorld.open(open, {
      fetch: (request) =>
        request.method === "HEAD" ? new Response("body") : new Response(null, { status: 204 }),
    });
    assert.equal(await (await fetch(world.url, { method: "HEAD" })).text(), "");
    const empty = await fetch(world.url, { method: "POST", body: "x" });
    assert.deepEqual([empty.status, empty.headers.get("Content-Length")], [204, null]);
    await empty.body?.cancel();
  });

  Deno.test("a listener streams a body as it is made", async () => {
    const made = Promise.withResolvers<void>();
    await using world = await ListenerWorld.open(open, {
      fetch: () =>
        new Response(
          ReadableStream.from((async function* () {
            yield new TextEncoder().encode("first");
            await made.promise;
            yield new TextEncoder().encode("second");
          })()),
        ),
    });
    const reader = (await fetch(world.url)).body!.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader.read()).value, "first");
    made.resolve();
    assert.equal((await reader.read()).value, "second");
    assert.equal((await reader.read()).done, true);
  });

  Deno.test("a listener cancels the body of a peer that goes away", async () => {
    const cancelled = Promise.withResolvers<void>();
    await using world = await ListenerWorld.open(open, {
      fetch: () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new Uint8Array(1)),
            cancel: () => cancelled.resolve(),
          }),
        ),
    });
    const reader = (await fetch(world.url)).body!.getReader();
    await reader.read();
    await reader.cancel();
    await cancelled.promise;
  });

  Deno.test("a listener outlives a handler that throws and tells of it", async () => {
    let calls = 0;
    await using world = await ListenerWorld.open(open, {
      fetch: () => {
        if (calls++ === 0) throw new Error("broken");
        return new Response("fine");
      },
    });
    const broken = await fetch(world.url);
    assert.deepEqual([broken.status, await broken.text()], [500, ""]);
    assert.equal(await (await fetch(world.url)).text(), "fine");
    assert.equal(world.errors.length, 1);
  });

  Deno.test("a listener cuts off an answer whose body breaks", async () => {
    await using world = await ListenerWorld.open(open, {
      fetch: () =>
        new Response(
          ReadableStream.from((async function* () {
            yield new TextEncoder().encode("half");
            await new Promise((resolve) => setTimeout(resolve, 20));
            throw new Error("secret path");
          })()),
        ),
    });
    using connection = await RawConnection.open(world.port);
    await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const answer = await connection.readRest();
    assert.match(answer, /half/);
    assert.doesNotMatch(answer, /secret|\r\n0\r\n/);
    await waitUntil(() => world.errors.length === 1, "the failure is told");
  });
}

function testUpgrades(open: OpenListener): void {
  Deno.test("an upgrade carries the application's headers and subprotocol", async () => {
    await using world = await ListenerWorld.open(open, {
      upgrade: () =>
        Promise.resolve({ protocol: "b", headers: new Map([["Set-Cookie", "client=1"]]) }),
    });
    const { connection, head } = await RawConnection.upgrade(world.port, [
      "Sec-WebSocket-Protocol: a,b",
    ]);
    connection.close();
    assert.match(head, /^HTTP\/1\.1 101 /);
    assert.match(head, /sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/i);
    assert.match(head, /set-cookie: client=1/i);
    assert.match(head, /sec-websocket-protocol: b\r/i);
    await waitUntil(() => world.handlers[0]?.closedWith.length === 1, "the socket is closed");
  });

  Deno.test("an upgrade without a chosen subprotocol names none", async () => {
    await using world = await ListenerWorld.open(open);
    const { connection, head } = await RawConnection.upgrade(world.port, [
      "Sec-WebSocket-Protocol: a, a",
    ]);
    connection.close();
    assert.match(head, /^HTTP\/1\.1 101 /);
    assert.doesNotMatch(head, /sec-websocket-protocol/i);
    await waitUntil(() => world.handlers[0]?.closedWith.length === 1, "the socket is closed");
  });

  Deno.test("a refused upgrade gets the whole answer", async () => {
    await using world = await ListenerWorld.open(open, {
      upgrade: () =>
        Promise.resolve(Response.json({ code: "no" }, { status: 403, headers: { "X-Why": "so" } })),
    });
    using connection = await RawConnection.open(world.port);
    await connection.write(upgradeRequest());
    const head = await connection.readHead();
    assert.match(head, /^HTTP\/1\.1 403 /);
    assert.match(head, /x-why: so/i);
    assert.equal(String(await connection.readBytes(13)), '{"code":"no"}');
    assert.equal(world.handlers.length, 0);
  });

  Deno.test("an upgrade whose decision throws is answered and told", async () => {
    await using world = await ListenerWorld.open(open, {
      upgrade: () => Promise.reject(new Error("broken")),
    });
    using connection = await RawConnection.open(world.port);
    await connection.write(upgradeRequest());
    assert.match(await connection.readHead(), /^HTTP\/1\.1 500 /);
    assert.equal(world.errors.length, 1);
  });

  Deno.test("an upgrade without a key is refused and given up", async () => {
    await using world = await ListenerWorld.open(open);
    using connection = await RawConnection.open(world.port);
    await connection.write(upgradeRequest().replace(/Sec-WebSocket-Key.*\r\n/, ""));
    assert.match(await connection.readHead(), /^HTTP\/1\.1 400 /);
    assert.deepEqual([world.handlers.length, world.abandoned], [0, 1]);
  });

  Deno.test("a peer that goes away before the 101 leaves nothing behind", async () => {
    const asked = Promise.withResolvers<void>();
    const decided = Promise.withResolvers<void>();
    await using world = await ListenerWorld.open(open, {
      upgrade: async () => {
        asked.resolve();
        await decided.promise;
        return {};
      },
    });
    const connection = await RawConnection.open(world.port);
    await connection.write(upgradeRequest());
    await asked.promise;
    connection.close();
    decided.resolve();
    const isOver = () => world.abandoned + (world.handlers[0]?.closedWith.length ?? 0) === 1;
    await waitUntil(isOver, "the handshake is over");
  });

  Deno.test("an offer to upgrade to something else gets a plain answer", async () => {
    await using world = await ListenerWorld.open(open);
    using connection = await RawConnection.open(world.port);
    await connection.write(
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
    );
    assert.match(await connection.readHead(), /^HTTP\/1\.1 200 /);
    assert.equal(String(await connection.readBytes(5)), "plain");
  });
}

function testSockets(open: OpenListener): void {
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

  Deno.test("a handler that throws ends its own socket and no other", async () => {
    await using world = await ListenerWorld.open(open, {
      onText: (socket, text) => {
        if (text === "break") throw new Error("broken");
        socket.send(text);
      },
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
