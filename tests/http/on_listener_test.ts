// What only shows on a real connection: bodies on the wire, bytes left unread, peers that go away.

import assert from "node:assert/strict";
import { MAX_BODY_BYTES } from "../../src/http/body.ts";
import { openNodeListener } from "../../src/listener/node_listener.ts";
import { createHttpWorld, problemIn, THREE_SONGS } from "../support/http_world.ts";
import { ListenerWorld, waitUntil } from "../support/listener_world.ts";
import { newFile } from "../support/new_job.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

async function openWorld() {
  const world = createHttpWorld();
  const listening = await ListenerWorld.open(openNodeListener, { fetch: world.app.fetch });
  return {
    ...world,
    url: listening.url,
    errors: listening.errors,
    submit: (body: BodyInit, headers = JSON_TYPE) =>
      fetch(`${listening.url}/api/generate`, { method: "POST", headers, body }),
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

Deno.test("a submit over the wire is taken, with and without a length", async () => {
  await using world = await openWorld();
  const body = JSON.stringify({ songs: THREE_SONGS });
  const known = await world.submit(body);
  assert.equal(known.status, 202);
  assert.match(known.headers.get("Set-Cookie") ?? "", /^orpheus_client=/);
  await known.body?.cancel();
  const unknown = await world.submit(ReadableStream.from([new TextEncoder().encode(body)]));
  assert.equal(unknown.status, 202);
  await unknown.body?.cancel();
});

Deno.test("a body too large is refused over the wire, and the next request is answered", async () => {
  await using world = await openWorld();
  const big = new Uint8Array(MAX_BODY_BYTES + 1).fill(32);
  await problemIn(await world.submit(big), 413, "body_too_large");
  const chunks = Array.from({ length: 64 }, () => new Uint8Array(1024).fill(32));
  await problemIn(await world.submit(ReadableStream.from(chunks)), 413, "body_too_large");
  const next = await world.submit(JSON.stringify({ songs: THREE_SONGS }));
  assert.equal(next.status, 202);
  await next.body?.cancel();
});

Deno.test("a refusal that reads no body leaves the connection usable", async () => {
  await using world = await openWorld();
  const text = { "Content-Type": "text/plain" };
  await problemIn(await world.submit("x".repeat(10_000), text), 415, "unsupported_media_type");
  await (await fetch(`${world.url}/api/health`)).body?.cancel();
  assert.deepEqual(world.errors, []);
});

Deno.test("HEAD, 304 and 206 of a download arrive whole over the wire", async () => {
  await using world = await openWorld();
  const file = { ...newFile(), jobId: "one", expiresAt: new Date(Date.now() + 60_000) };
  world.jobs.files.set(file.fileId, file);
  await world.objectStore.put(file.objectKey, new Uint8Array([1, 2, 3]));
  const url = `${world.url}/api/download/${file.fileId}`;
  const head = await fetch(url, { method: "HEAD" });
  assert.equal(head.headers.get("Content-Length"), "3");
  assert.equal((await head.bytes()).length, 0);
  const known = await fetch(url, { headers: { "If-None-Match": `"${file.sha256}"` } });
  assert.equal(known.status, 304);
  assert.equal((await known.bytes()).length, 0);
  const part = await fetch(url, { headers: { Range: "bytes=1-" } });
  assert.equal(part.headers.get("Content-Length"), "2");
  assert.deepEqual(await part.bytes(), new Uint8Array([2, 3]));
});

Deno.test("a download whose reader goes away is given up", async () => {
  await using world = await openWorld();
  const file = { ...newFile(), jobId: "one", expiresAt: new Date(Date.now() + 60_000) };
  world.jobs.files.set(file.fileId, { ...file, sizeBytes: 1_000_000_000 });
  let isCancelled = false;
  world.objectStore.get = () =>
    Promise.resolve(
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: () => void (isCancelled = true),
      }),
    );
  const gone = new AbortController();
  const response = await fetch(`${world.url}/api/download/${file.fileId}`, { signal: gone.signal });
  await response.body!.getReader().read();
  gone.abort();
  await waitUntil(() => isCancelled, "the object is no longer read");
});

Deno.test("a long poll whose client goes away waits no longer", async () => {
  await using world = await openWorld();
  world.jobs.add(sampleJob(), "anonymous:one");
  const gone = new AbortController();
  const url = `${world.url}/api/status/${SAMPLE_JOB_ID}?wait=30&after=0`;
  const answer = fetch(url, { signal: gone.signal }).catch((error) => error);
  await world.untilWaiting();
  gone.abort();
  await answer;
  await waitUntil(() => world.lines.some(({ status }) => status === 499), "the poll has ended");
});
