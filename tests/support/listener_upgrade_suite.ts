// What every listener must make of an upgrade.

import assert from "node:assert/strict";
import { ListenerWorld, type OpenListener, waitUntil } from "./listener_world.ts";
import { RawConnection, upgradeRequest } from "./raw_connection.ts";

/** Declares the tests for one listener. */
export function testUpgrades(open: OpenListener): void {
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
