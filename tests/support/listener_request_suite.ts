// What every listener must make of a request.

import assert from "node:assert/strict";
import { ListenerWorld, type OpenListener, waitUntil } from "./listener_world.ts";
import { RawConnection } from "./raw_connection.ts";

/** Declares the tests for one listener. */
export function testRequests(open: OpenListener): void {
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
