import assert from "node:assert/strict";
import { join } from "node:path";
import {
  MAX_HEADER_BYTES,
  NODE_TIMEOUTS,
  openNodeListener,
} from "../../src/listener/node_listener.ts";
import { MAX_FRAGMENTS } from "../../src/listener/node_upgrade.ts";
import { testListener } from "../support/listener_suite.ts";
import { ListenerWorld, MAX_MESSAGE_BYTES, waitUntil } from "../support/listener_world.ts";
import { RawConnection, upgradeRequest } from "../support/raw_connection.ts";
import { OPCODES } from "../support/raw_frame.ts";

const CONTRACT_TIMEOUT_MS = 15_000;

testListener(openNodeListener);

const openImpatient: typeof openNodeListener = (application, options) =>
  openNodeListener(application, options, {
    headersMs: 100,
    requestMs: 200,
    checkEveryMs: 20,
    keepAliveMs: 100,
    decisionMs: 100,
    drainMs: 100,
  });

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
  await new Promise((resolve) => setTimeout(resolve, 400));
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

Deno.test("a request without a valid Host, or with two, gets 400", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using odd = await RawConnection.open(world.port);
  await odd.write("GET / HTTP/1.1\r\nHost: user@evil\r\n\r\n");
  assert.match(await odd.readHead(), /^HTTP\/1\.1 400 /);
  using two = await RawConnection.open(world.port);
  await two.write("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
  assert.match(await two.readHead(), /^HTTP\/1\.1 400 /);
});

Deno.test("a method that fetch does not know reaches the application", async () => {
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: ({ method }) => new Response(method, { status: 405 }),
  });
  using connection = await RawConnection.open(world.port);
  await connection.write("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n");
  assert.match(await connection.readHead(), /^HTTP\/1\.1 405 /);
  assert.equal(String(await connection.readBytes(5)), "TRACE");
});

Deno.test("a request's signal aborts when the peer goes away before the answer", async () => {
  const asked = Promise.withResolvers<AbortSignal>();
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: ({ signal }) => {
      asked.resolve(signal);
      return new Promise((resolve) =>
        signal.addEventListener("abort", () => resolve(new Response("too late")))
      );
    },
  });
  const connection = await RawConnection.open(world.port);
  await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const signal = await asked.promise;
  connection.close();
  await waitUntil(() => signal.aborted, "the signal aborts");
});

Deno.test("a request's signal stays calm when the answer arrived", async () => {
  let signal: AbortSignal | undefined;
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: (request) => {
      signal = request.signal;
      return new Response("fine");
    },
  });
  await (await fetch(world.url)).text();
  await (await fetch(world.url)).text();
  assert.equal(signal?.aborted, false);
});

Deno.test("an answer to a body that nobody read arrives, and the connection goes on", async () => {
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: ({ method }) => new Response(method, { status: 413 }),
  });
  using connection = await RawConnection.open(world.port);
  const body = "x".repeat(1024 * 1024);
  await connection.write(
    `PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  assert.match(await connection.readHead(), /^HTTP\/1\.1 413 /);
  assert.equal(String(await connection.readBytes(3)), "PUT");
  await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  assert.match(await connection.readHead(), /^HTTP\/1\.1 413 /);
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
  const program = join(import.meta.dirname!, "../support/plain_listener.ts");
  const child = new Deno.Command("sh", {
    args: ["-c", `ulimit -n 200; exec "${Deno.execPath()}" run --allow-all "${program}"`],
    stdout: "piped",
  }).spawn();
  try {
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const port = Number((await reader.read()).value);
    await reader.cancel();
    const connections = await Promise.all(
      Array.from({ length: 300 }, () => RawConnection.open(port)),
    );
    for (const connection of connections) connection.close();
    await waitUntilServed(port);
  } finally {
    child.kill("SIGKILL");
    await child.status;
  }
});

Deno.test("a listener that stopped accepting still finishes what is open", async () => {
  const asked = Promise.withResolvers<void>();
  const done = Promise.withResolvers<Response>();
  await using world = await ListenerWorld.open(openNodeListener, {
    fetch: () => {
      asked.resolve();
      return done.promise;
    },
    onText: (socket, text) => socket.send(text),
  });
  using socket = (await RawConnection.upgrade(world.port)).connection;
  const answer = fetch(world.url);
  await asked.promise;
  world.listener.stopAccepting();
  await assert.rejects(RawConnection.open(world.port), Deno.errors.ConnectionRefused);
  done.resolve(new Response("finished"));
  assert.equal(await (await answer).text(), "finished");
  await socket.sendFrame("still here");
  assert.equal(String((await socket.readFrame())?.payload), "still here");
});

Deno.test("a disposed listener lets an answer under way finish", async () => {
  const asked = Promise.withResolvers<void>();
  const done = Promise.withResolvers<Response>();
  const world = await ListenerWorld.open(openNodeListener, {
    fetch: () => {
      asked.resolve();
      return done.promise;
    },
  });
  const answer = fetch(world.url);
  await asked.promise;
  const disposed = world[Symbol.asyncDispose]();
  done.resolve(new Response("finished"));
  assert.equal(await (await answer).text(), "finished");
  await disposed;
});

Deno.test("a disposed listener cuts off what does not finish in time", async () => {
  const asked = Promise.withResolvers<void>();
  const world = await ListenerWorld.open(openImpatient, {
    fetch: ({ signal }) => {
      asked.resolve();
      return new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve(new Response("too late")));
      });
    },
  });
  using connection = await RawConnection.open(world.port);
  await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await asked.promise;
  await world[Symbol.asyncDispose]();
  assert.equal(await connection.readRest(), "");
});

Deno.test("a taken port is an error at once", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  await assert.rejects(
    openNodeListener({ fetch: () => new Response(), upgrade: () => Promise.reject(new Error()) }, {
      hostname: "127.0.0.1",
      port: world.port,
      maxMessageBytes: 1,
      maxConnections: 1,
      onError: () => {},
    }),
    /EADDRINUSE/,
  );
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

Deno.test("a peer that never answers a Close is let go", async () => {
  await using world = await ListenerWorld.open(openNodeListener, {
    onText: (socket) => socket.close(1001, "Going away"),
  });
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await connection.sendFrame("x");
  assert.equal(await connection.readCloseCode(), 1001);
  await connection.readRest();
  await waitUntil(() => world.handlers[0]!.closedWith.length === 1, "the end is told");
});

Deno.test("a message over the limit in fragments closes with 1009", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  const half = "x".repeat(MAX_MESSAGE_BYTES / 2 + 1);
  await connection.sendFrame(half, { isLast: false });
  await connection.sendFrame(half, { opcode: OPCODES.continuation });
  assert.equal(await connection.readCloseCode(), 1009);
});

Deno.test("a message in fragments with a ping between is one message", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await connection.sendFrame("one ", { isLast: false });
  await connection.sendFrame("now", { opcode: OPCODES.ping });
  await connection.sendFrame("message", { opcode: OPCODES.continuation });
  const pong = await connection.readFrame();
  assert.deepEqual([pong?.opcode, String(pong?.payload)], [OPCODES.pong, "now"]);
  await waitUntil(() => world.handlers[0]?.texts[0] === "one message", "the message came");
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

Deno.test("text that is not UTF-8 closes with 1007", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await connection.sendFrame(new Uint8Array([0xc3, 0x28]));
  assert.equal(await connection.readCloseCode(), 1007);
});

Deno.test("an unmasked frame closes with 1002", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await connection.sendFrame("x", { isMasked: false });
  assert.equal(await connection.readCloseCode(), 1002);
});

Deno.test("a frame with a reserved bit closes with 1002", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await connection.sendFrame("x", { rsv: 4 });
  assert.equal(await connection.readCloseCode(), 1002);
});

Deno.test("a frame with a reserved opcode closes with 1002", async () => {
  await using world = await ListenerWorld.open(openNodeListener);
  using connection = (await RawConnection.upgrade(world.port)).connection;
  await connection.sendFrame("x", { opcode: 3 });
  assert.equal(await connection.readCloseCode(), 1002);
});

async function waitUntilServed(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    using connection = await RawConnection.open(port);
    await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n").catch(() => {});
    if ((await connection.readHead()).startsWith("HTTP/1.1 200")) return;
  }
  assert.fail("no connection was served again");
}
