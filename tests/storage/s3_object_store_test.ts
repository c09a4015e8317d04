import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { createS3ObjectStore, type S3Options } from "../../src/storage/objects/s3_object_store.ts";
import { hasCode, objectStoreSuite } from "../support/object_store_suite.ts";
import { type S3Server, startS3Server } from "../support/s3_server.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

const BYTES = new Uint8Array([1, 2, 3]);
const MEDIA_TYPE = { mediaType: "audio/midi" };

let server: S3Server;

Deno.test.beforeAll(async () => {
  server = await startS3Server();
});

Deno.test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

objectStoreSuite("S3 store", async (use) => {
  using store = createS3ObjectStore({ ...server.options, pageSize: 10 });
  await use(store);
  const keys = await Array.fromAsync(store.list(""), ({ key }) => key);
  await Promise.all(keys.map((key) => store.delete(key)));
});

/** What the store says when every use of it fails. */
async function complaintsOf(options: Partial<S3Options>): Promise<AppError[]> {
  using store = createS3ObjectStore({ ...server.options, ...options });
  const complaints = await Promise.all([
    store.put("a", BYTES, MEDIA_TYPE).catch((error) => error),
    store.get("a").catch((error) => error),
    store.delete("a").catch((error) => error),
    Array.fromAsync(store.list("")).catch((error) => error),
    store.check(AbortSignal.timeout(30_000)).catch((error) => error),
  ]);
  assert.ok(complaints.every(hasCode("storage_unavailable")), String(complaints));
  return complaints;
}

Deno.test("S3 store says that the bucket does not exist", async () => {
  const complaints = await complaintsOf({ bucket: "nobodys" });
  assert.ok(complaints.every(({ message }) => message === "The bucket does not exist"));
});

Deno.test("S3 store says that it is refused, and repeats no secret", async () => {
  const secrets = { accessKeyId: "a-wrong-key", secretAccessKey: "a-wrong-secret" };
  const complaints = await complaintsOf(secrets);
  for (const { message, cause } of complaints) {
    assert.equal(message, "The object store refuses these credentials");
    assert.doesNotMatch(Deno.inspect({ message, cause }), /a-wrong/);
  }
});

Deno.test("S3 store says that nobody answers at its address", async () => {
  const complaints = await complaintsOf({ endpoint: "http://127.0.0.1:1" });
  assert.ok(complaints.every(({ message }) => message === "The object store cannot be reached"));
});

Deno.test("S3 store gives up a service that does not answer", async () => {
  await using proxy = await startTcpProxy(Number(new URL(server.options.endpoint!).port));
  proxy.muteNew();
  await complaintsOf({ endpoint: `http://127.0.0.1:${proxy.port}`, silenceMs: 50 });
});

Deno.test("S3 store gives up a stream in which nothing comes any more", async () => {
  await using proxy = await startTcpProxy(Number(new URL(server.options.endpoint!).port));
  const endpoint = `http://127.0.0.1:${proxy.port}`;
  using store = createS3ObjectStore({ ...server.options, endpoint, silenceMs: 1500 });
  await store.put("long", new Uint8Array(20_000_000), MEDIA_TYPE);
  const reader = (await store.get("long")).getReader();
  await reader.read();
  proxy.silence();
  await assert.rejects(async () => {
    while (!(await reader.read()).done);
  }, hasCode("storage_unavailable"));
  await store.delete("long");
});

Deno.test("S3 store stops waiting for an answer at an abort, with its reason", async () => {
  await using proxy = await startTcpProxy(Number(new URL(server.options.endpoint!).port));
  proxy.muteNew();
  using store = createS3ObjectStore({
    ...server.options,
    endpoint: `http://127.0.0.1:${proxy.port}`,
  });
  const controller = new AbortController();
  const work = store.get("a", { signal: controller.signal });
  setTimeout(() => controller.abort(new Error("nobody waits")), 50);
  await assert.rejects(work, /nobody waits/);
});
