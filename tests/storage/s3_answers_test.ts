// What the S3 store makes of the answers of a service: tries, timeouts, refusals.

import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { createS3ObjectStore } from "../../src/storage/objects/s3_object_store.ts";
import { StorageRefusal } from "../../src/storage/objects/storage_error.ts";
import { hasCode } from "../support/object_store_suite.ts";
import { type S3Answer, startScriptedS3 } from "../support/scripted_s3.ts";

const MEDIA_TYPE = { mediaType: "audio/midi" };
const BYTE = new Uint8Array(1);

/** What a check of the store says when each request gets this answer, and how often it asked. */
async function complaintAbout(answer: S3Answer): Promise<{ error: AppError; requests: number }> {
  await using server = await startScriptedS3(answer);
  using store = createS3ObjectStore(server.options);
  const error = await store.check(AbortSignal.timeout(30_000)).then(() => undefined, (e) => e);
  assert.ok(error instanceof AppError && error.code === "storage_unavailable", String(error));
  assert.doesNotMatch(Deno.inspect(error), /a-key-id|a-secret-key/);
  return { error, requests: server.requests.length };
}

Deno.test("S3 store tries again what failed on the service's side, and succeeds", async () => {
  const busy = { status: 503, code: "SlowDown" };
  await using server = await startScriptedS3(busy, { status: 500 }, { status: 200 });
  using store = createS3ObjectStore(server.options);
  await store.put("a", BYTE, MEDIA_TYPE);
  assert.equal(server.requests.length, 3);
});

Deno.test("S3 store gives up a service that fails three times: that is an outage", async () => {
  const { error, requests } = await complaintAbout({ status: 503, code: "SlowDown" });
  assert.equal(requests, 3);
  assert.ok(!(error instanceof StorageRefusal));
});

Deno.test("S3 store calls what waiting will not change a refusal, and asks once", async () => {
  const about = async (status: number, code: string) => {
    const { error, requests } = await complaintAbout({ status, code });
    assert.ok(error instanceof StorageRefusal, code);
    assert.equal(requests, 1);
    return error.message;
  };
  assert.equal(await about(404, "NoSuchBucket"), "The bucket does not exist");
  assert.equal(await about(403, "AccessDenied"), "These credentials may not use the bucket");
  assert.equal(
    await about(403, "InvalidAccessKeyId"),
    "The object store refuses these credentials",
  );
  assert.equal(await about(301, "PermanentRedirect"), "The bucket is not in this region");
  assert.equal(
    await about(400, "AuthorizationHeaderMalformed"),
    "The bucket is not in this region",
  );
});

Deno.test("S3 store sees in a 404 an absent object only when it reads one", async () => {
  await using server = await startScriptedS3({ status: 404, code: "NoSuchKey" });
  using store = createS3ObjectStore(server.options);
  await assert.rejects(store.get("a"), hasCode("not_found"));
  await assert.rejects(store.put("a", BYTE, MEDIA_TYPE), hasCode("storage_unavailable"));
  await store.delete("a");
});

Deno.test("S3 store gives a large object the time to be sent, and a small one no more", async () => {
  await using server = await startScriptedS3({ status: 200, afterMs: 600 });
  using store = createS3ObjectStore({ ...server.options, silenceMs: 200 });
  await store.put("large", new Uint8Array(2_000_000), MEDIA_TYPE);
  assert.equal(server.requests[0]?.sizeBytes, 2_000_000);
  await assert.rejects(store.put("small", BYTE, MEDIA_TYPE), hasCode("storage_unavailable"));
});

Deno.test("S3 store stops sending at an abort, with its reason, and does not try again", async () => {
  await using server = await startScriptedS3({ status: 200, afterMs: 60_000 });
  using store = createS3ObjectStore({ ...server.options, silenceMs: 30_000 });
  const stop = new AbortController();
  const sending = store.put("a", new Uint8Array(1_000_000), { ...MEDIA_TYPE, signal: stop.signal });
  setTimeout(() => stop.abort(new Error("cancelled")), 100);
  await assert.rejects(sending, /cancelled/);
  assert.equal(server.requests.length, 1);
});

Deno.test("S3 store names the bucket in the path for services that want it there", async () => {
  await using server = await startScriptedS3({ status: 200 });
  using store = createS3ObjectStore(server.options);
  await store.put("songs/a.mid", BYTE, MEDIA_TYPE);
  const { method, path } = server.requests[0]!;
  assert.deepEqual([method, path], ["PUT", "/blends/songs/a.mid"]);
});
