import assert from "node:assert/strict";
import { openNodeListener } from "../../src/listener/node_listener.ts";
import { openImpatient } from "../support/impatient_listener.ts";
import { testListener } from "../support/listener_suite.ts";
import { ListenerWorld, waitUntil } from "../support/listener_world.ts";
import { RawConnection } from "../support/raw_connection.ts";

testListener(openNodeListener);

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
