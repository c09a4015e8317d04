import assert from "node:assert/strict";
import { createDecideUpgrade, type Peer } from "../../src/channel/upgrade.ts";
import { AppError } from "../../src/errors.ts";
import { createForwarding } from "../../src/http/forwarding.ts";
import { createIdentify } from "../../src/http/identity.ts";
import { refuseUpgrade } from "../../src/http/socket.ts";
import type { SocketHandler } from "../../src/listener/listener.ts";
import { openNodeListener } from "../../src/listener/node_listener.ts";
import { createHttpWorld } from "../support/http_world.ts";
import { RawConnection } from "../support/raw_connection.ts";

const HANDLER: SocketHandler = {
  message: () => {},
  binary: () => {},
  pong: () => {},
  drained: () => {},
  closed: () => {},
};

/** The edge and the upgrade's decision behind a real listener, as the program wires them. */
async function openWorld({ slotsTaken = false, isDraining = false } = {}) {
  const { app, jobs, lines } = createHttpWorld();
  const access = { apiKeys: [], adminToken: undefined, isKeyRequired: false };
  const decideUpgrade = createDecideUpgrade({
    sessions: { open: () => HANDLER },
    slots: {
      take() {
        if (slotsTaken) throw new AppError("too_many_sockets", "Too many sockets");
        return () => {};
      },
    },
    jobs,
    identify: createIdentify({ ...access, trustedProxies: [], corsOrigins: [] }),
    originOf: createForwarding([]).originOf,
    corsOrigins: [],
    isDraining: () => isDraining,
  });
  const upgrade = (request: Request, peer: Peer) =>
    decideUpgrade(request, peer)
      .catch((refusal) => refuseUpgrade(app, request, { peer, refusal }));
  const listener = await openNodeListener({ fetch: app.fetch, upgrade }, {
    hostname: "127.0.0.1",
    port: 0,
    maxMessageBytes: 16 * 1024,
    maxConnections: 100,
    onError: (error) => assert.fail(String(error)),
  });
  return {
    lines,
    async upgrade(...headers: string[]): Promise<string> {
      const { connection, head } = await RawConnection.upgrade(listener.port, headers);
      connection[Symbol.dispose]();
      return head;
    },
    port: listener.port,
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}

Deno.test("an upgrade sets the client cookie", async () => {
  await using world = await openWorld();
  const head = await world.upgrade();
  assert.match(head, /^HTTP\/1\.1 101 /);
  assert.match(head, /^set-cookie: orpheus_client=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Lax/im);
});

Deno.test("an upgrade from the server's own page is taken", async () => {
  await using world = await openWorld();
  assert.match(await world.upgrade("Origin: http://127.0.0.1"), /^HTTP\/1\.1 101 /);
  assert.match(await world.upgrade("Origin: https://127.0.0.1"), /^HTTP\/1\.1 403 /);
  assert.match(await world.upgrade("Origin: http://127.0.0.1:81"), /^HTTP\/1\.1 403 /);
});

Deno.test("a foreign origin is refused with a problem and the headers of every answer", async () => {
  await using world = await openWorld();
  const head = await world.upgrade("Origin: https://evil.example");
  assert.match(head, /^HTTP\/1\.1 403 /);
  assert.match(head, /^content-type: application\/problem\+json/im);
  assert.match(head, /^x-request-id: [\w-]+/im);
  assert.match(head, /^x-content-type-options: nosniff/im);
  assert.doesNotMatch(head, /^(set-cookie|access-control-)/im);
  assert.deepEqual(world.lines.map(({ route, status }) => [route, status]), [["/api/ws", 403]]);
});

Deno.test("too many sockets and draining are refused with Retry-After", async () => {
  {
    await using world = await openWorld({ slotsTaken: true });
    assert.match(await world.upgrade(), /^HTTP\/1\.1 429 [^]*^retry-after: \d+/im);
  }
  await using world = await openWorld({ isDraining: true });
  assert.match(await world.upgrade(), /^HTTP\/1\.1 503 [^]*^retry-after: \d+/im);
});

Deno.test("a wrong key is refused before the socket opens", async () => {
  await using world = await openWorld();
  const head = await world.upgrade("Authorization: Bearer wrong-key");
  assert.match(head, /^HTTP\/1\.1 401 [^]*^www-authenticate: Bearer/im);
});

Deno.test("a plain GET of the socket's path is 426 on the wire", async () => {
  await using world = await openWorld();
  const response = await fetch(`http://127.0.0.1:${world.port}/api/ws`);
  assert.equal(response.status, 426);
  assert.equal(response.headers.get("Content-Type"), "application/problem+json");
  await response.body?.cancel();
});
