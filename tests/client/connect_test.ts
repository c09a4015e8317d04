import assert from "node:assert/strict";
import { type ClientStatus, connect, Unreachable } from "../../src/client/connect.ts";
import type { WebSocketLike } from "../../src/client/platform.ts";
import { settle } from "../support/settle.ts";

const SONGS = ["El Grillo", "Come Again", "An Sylvia"];

type Opened = { readonly url: string; readonly headers: Record<string, string> };

/** A class of sockets that never open. */
function createSockets() {
  const opened: Opened[] = [];
  class NeverOpen implements WebSocketLike {
    readyState = 0;
    onmessage = null;
    onclose = null;
    onerror = null;

    constructor(url: string, options?: never) {
      opened.push({ url, ...(options as unknown as { headers: Record<string, string> }) });
    }
    send() {}
    close() {}
  }
  return { opened, WebSocket: NeverOpen };
}

Deno.test("connect asks for batches of frames at the server's address", () => {
  const { opened, WebSocket } = createSockets();
  connect("https://example.org/page?x=1#y", { WebSocket }).close();
  connect("ws://localhost:3001", { WebSocket }).close();
  assert.deepEqual(opened.map(({ url }) => url), [
    "wss://example.org/api/ws?batch=1",
    "ws://localhost:3001/api/ws?batch=1",
  ]);
});

Deno.test("connect refuses what is no address of a server", () => {
  const { opened, WebSocket } = createSockets();
  const refused = { name: "TypeError", message: /begins with http:/ };
  assert.throws(() => connect("localhost:3001", { WebSocket }), refused);
  assert.throws(() => connect("ftp://example.org", { WebSocket }), refused);
  assert.throws(() => connect("/api", { WebSocket }), refused);
  assert.deepEqual(opened, []);
});

Deno.test("connect sends an API key with the upgrade, or a cookie of the client's own", () => {
  const { opened, WebSocket } = createSockets();
  connect("http://localhost", { WebSocket, apiKey: "secret" }).close();
  connect("http://localhost", { WebSocket }).close();
  connect("http://localhost", { WebSocket }).close();
  assert.deepEqual(opened[0]?.headers, { Authorization: "Bearer secret" });
  assert.match(opened[1]?.headers.Cookie ?? "", /^orpheus_client=[A-Za-z0-9_-]{43}$/);
  assert.notEqual(opened[1]?.headers.Cookie, opened[2]?.headers.Cookie);
});

Deno.test("closed client lets go of everything that waits for it", async () => {
  const { WebSocket } = createSockets();
  const statuses: ClientStatus[] = [];
  const client = connect("http://localhost", { WebSocket, onStatus: (s) => statuses.push(s) });
  const job = client.generate({ songs: SONGS });
  const frame = client.watch("a-job").next();
  await settle();
  client.close();
  client.close();
  await assert.rejects(job, Unreachable);
  await assert.rejects(frame, Unreachable);
  await assert.rejects(client.watch("a-job").next(), Unreachable);
  await assert.rejects(client.search("grillo"), Unreachable);
  client.reconnect();
  await settle();
  assert.deepEqual(statuses, ["connecting", "closed"]);
});

Deno.test("a call ends with its signal", async () => {
  const { WebSocket } = createSockets();
  using client = connect("http://localhost", { WebSocket });
  const stop = new AbortController();
  const search = client.search("grillo", { signal: stop.signal });
  stop.abort(new Error("typed on"));
  await assert.rejects(search, /typed on/);
});

Deno.test("a socket that may not even be made is one that does not get through", async () => {
  class Forbidden {
    constructor() {
      throw new DOMException("The policy forbids it", "SecurityError");
    }
  }
  const statuses: ClientStatus[] = [];
  using _ = connect("http://localhost", {
    WebSocket: Forbidden as unknown as typeof WebSocket,
    onStatus: (status) => statuses.push(status),
  });
  await settle();
  assert.deepEqual(statuses, ["connecting", "waiting"]);
});

Deno.test("an address that is none is refused at once", () => {
  assert.throws(() => connect("localhost 3001"), TypeError);
});
