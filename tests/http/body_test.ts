import assert from "node:assert/strict";
import { MAX_BODY_BYTES } from "../../src/http/body.ts";
import { MAX_LISTED_ERRORS } from "../../src/http/invalid_request.ts";
import { createHttpWorld, PEER, problemIn, THREE_SONGS } from "../support/http_world.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

/** A valid body of exactly this many bytes. */
function bodyOf(bytes: number): string {
  const body = JSON.stringify({ songs: THREE_SONGS });
  return body + " ".repeat(bytes - body.length);
}

function chunked(chunks: Iterable<Uint8Array>): RequestInit {
  return { headers: JSON_TYPE, body: ReadableStream.from(chunks) };
}

Deno.test("a body of 16 KiB is read, one byte more is 413", async () => {
  const { postJson } = createHttpWorld();
  const read = await postJson("/api/generate", bodyOf(MAX_BODY_BYTES));
  assert.equal(read.status, 202);
  await read.body?.cancel();
  const refused = await postJson("/api/generate", bodyOf(MAX_BODY_BYTES + 1));
  await problemIn(refused, 413, "body_too_large");
  assert.equal(refused.headers.get("RateLimit"), '"gen";r=9;t=900');
});

Deno.test("a declared length over 16 KiB is 413 before a byte is read", async () => {
  const { app } = createHttpWorld();
  let pulled = 0;
  const body = new ReadableStream({
    pull: () => void pulled++,
  }, { highWaterMark: 0 });
  const request = new Request("http://orpheus.test/api/generate", {
    method: "POST",
    headers: { ...JSON_TYPE, "Content-Length": String(MAX_BODY_BYTES + 1) },
    body,
  });
  await problemIn(await app.fetch(request, PEER), 413, "body_too_large");
  assert.equal(pulled, 0);
});

Deno.test("a body of unknown length is read up to 16 KiB and no further", async () => {
  const { send } = createHttpWorld();
  let given = 0;
  let isCancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 4096;
      controller.enqueue(new Uint8Array(4096).fill(32));
    },
    cancel: () => void (isCancelled = true),
  }, { highWaterMark: 0 });
  const refused = await send("POST", "/api/generate", { headers: JSON_TYPE, body: endless });
  await problemIn(refused, 413, "body_too_large");
  assert.equal(given, MAX_BODY_BYTES + 4096);
  assert.ok(isCancelled);
});

Deno.test("a body of unknown length in single bytes is read whole", async () => {
  const { send } = createHttpWorld();
  const bytes = new TextEncoder().encode(bodyOf(200));
  const chunks = Array.from(bytes, (byte) => new Uint8Array([byte]));
  const response = await send("POST", "/api/generate", chunked(chunks));
  assert.equal(response.status, 202);
  await response.body?.cancel();
});

Deno.test("a length that lies does not get more than 16 KiB in", async () => {
  const { send } = createHttpWorld();
  const headers = { ...JSON_TYPE, "Content-Length": "10" };
  const refused = await send("POST", "/api/generate", {
    headers,
    body: bodyOf(MAX_BODY_BYTES + 1),
  });
  await problemIn(refused, 413, "body_too_large");
});

Deno.test("only plain application/json in UTF-8 is read", async () => {
  const { postJson } = createHttpWorld();
  const send = async (type: string) => {
    const response = await postJson("/api/generate", { songs: ["A", "B", "C"] }, {
      "Content-Type": type,
    });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await send("application/json"), 202);
  assert.equal(await send("APPLICATION/JSON ; charset=UTF-8"), 202);
  assert.equal(await send('application/json;charset="utf-8"'), 202);
  assert.equal(await send("application/json; charset=latin1"), 415);
  assert.equal(await send("application/json-patch+json"), 415);
  assert.equal(await send("application/problem+json"), 415);
  assert.equal(await send("text/plain"), 415);
  assert.equal(await send("application/x-www-form-urlencoded"), 415);
  assert.equal(await send("multipart/form-data; boundary=x"), 415);
  assert.equal(await send("text/plain, application/json"), 415);
});

Deno.test("a missing content type is 415", async () => {
  const { send } = createHttpWorld();
  const body = new TextEncoder().encode(bodyOf(100));
  await problemIn(
    await send("POST", "/api/generate", { body }),
    415,
    "unsupported_media_type",
  );
});

Deno.test("any content encoding is 415, never inflated", async () => {
  const { postJson } = createHttpWorld();
  const send = (encoding: string) =>
    postJson("/api/generate", bodyOf(100), { "Content-Encoding": encoding });
  await problemIn(await send("gzip"), 415, "unsupported_media_type");
  await problemIn(await send("br"), 415, "unsupported_media_type");
  await problemIn(await send("identity"), 415, "unsupported_media_type");
});

Deno.test("a body that is not JSON is 400", async () => {
  const { postJson } = createHttpWorld();
  const send = (body: string) => postJson("/api/generate", body);
  await problemIn(await send("{"), 400, "invalid_json");
  await problemIn(await send(""), 400, "invalid_json");
  await problemIn(await send("songs=1"), 400, "invalid_json");
  await problemIn(await send('{"songs": [NaN, 1, 2]}'), 400, "invalid_json");
  await problemIn(await send('{"a": "\u0000"}'), 400, "invalid_json");
});

Deno.test("a body that is not UTF-8 is 400", async () => {
  const { send } = createHttpWorld();
  const bytes = new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]);
  const post = () => send("POST", "/api/generate", { headers: JSON_TYPE, body: bytes });
  await problemIn(await post(), 400, "invalid_json");
  await problemIn(await post(), 400, "invalid_json");
});

Deno.test("a body that breaks off is 400", async () => {
  const { send } = createHttpWorld();
  const broken = new ReadableStream({
    pull: (controller) => controller.error(new Error("connection reset")),
  });
  const response = await send("POST", "/api/generate", { headers: JSON_TYPE, body: broken });
  await problemIn(response, 400, "invalid_json");
});

Deno.test("a POST without a body is 400", async () => {
  const { send } = createHttpWorld();
  const response = await send("POST", "/api/generate", { headers: JSON_TYPE });
  await problemIn(response, 400, "invalid_json");
});

Deno.test("JSON of the wrong shape is 422 and says what is expected", async () => {
  const { postJson } = createHttpWorld();
  const send = (body: string) => postJson("/api/generate", body);
  const problem = await problemIn(await send("[]"), 422, "invalid_request");
  assert.equal(problem.errors?.[0]?.path, "");
  await problemIn(await send("null"), 422, "invalid_request");
  await problemIn(await send("5"), 422, "invalid_request");
  await problemIn(await send('"songs"'), 422, "invalid_request");
  await problemIn(await send("{}"), 422, "invalid_request");
});

Deno.test("deep JSON within the limit is 422, not a stack overflow", async () => {
  const { postJson } = createHttpWorld();
  const arrays = "[".repeat(8000) + "]".repeat(8000);
  await problemIn(await postJson("/api/generate", arrays), 422, "invalid_request");
  await problemIn(
    await postJson("/api/generate", `{"songs": ${arrays}}`),
    422,
    "invalid_request",
  );
  const objects = '{"a":'.repeat(2500) + "1" + "}".repeat(2500);
  await problemIn(await postJson("/api/generate", objects), 422, "invalid_request");
});

Deno.test("__proto__ and constructor are unknown keys like others", async () => {
  const { postJson } = createHttpWorld();
  const body = '{"songs": ["A", "B", "C"], "options": {"__proto__": {"seed": 1}}, ' +
    '"__proto__": {"a": 1}, "constructor": {"prototype": {"b": 1}}}';
  const problem = await problemIn(await postJson("/api/generate", body), 422, "invalid_request");
  const paths = problem.errors?.map(({ path }) => path).toSorted();
  assert.deepEqual(paths, ["__proto__", "constructor", "options.__proto__"]);
  assert.equal(({} as Record<string, unknown>).a, undefined);
});

Deno.test("of thousands of errors the first twenty are listed, with short paths", async () => {
  const { postJson } = createHttpWorld();
  const keys = Array.from({ length: 1500 }, (_, index) => `"k${index}":1`).join(",");
  const problem = await problemIn(
    await postJson("/api/generate", `{"${"x".repeat(1000)}":1,${keys}}`),
    422,
    "invalid_request",
  );
  assert.equal(problem.errors?.length, MAX_LISTED_ERRORS);
  assert.ok(problem.errors.every(({ path }) => path.length <= 64));
});

Deno.test("of several faults the first in the order of checks is told", async () => {
  const { postJson } = createHttpWorld();
  const big = "x".repeat(MAX_BODY_BYTES + 1);
  const text = { "Content-Type": "text/plain" };
  const bigText = { ...text, "Content-Length": String(big.length) };
  await problemIn(await postJson("/api/nowhere", big, bigText), 404, "not_found");
  await problemIn(await postJson("/api/status/1", big, bigText), 405, "method_not_allowed");
  await problemIn(await postJson("/api/generate", big, bigText), 413, "body_too_large");
  await problemIn(await postJson("/api/generate", "{", text), 415, "unsupported_media_type");
  await problemIn(await postJson("/api/generate", "{"), 400, "invalid_json");
});
