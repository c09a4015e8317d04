import assert from "node:assert/strict";
import { createHttpWorld, PEER } from "../support/http_world.ts";
import { newFile } from "../support/new_job.ts";

const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

function assertSecure(response: Response, policy = API_POLICY): void {
  const { headers } = response;
  assert.equal(headers.get("Content-Security-Policy"), policy);
  assert.equal(headers.get("X-Content-Type-Options"), "nosniff");
  assert.equal(headers.get("Referrer-Policy"), "no-referrer");
  assert.equal(headers.get("X-Frame-Options"), "DENY");
  assert.match(headers.get("Permissions-Policy") ?? "", /camera=\(\)/);
  assert.equal(headers.get("Cross-Origin-Opener-Policy"), "same-origin");
  assert.equal(headers.get("Cross-Origin-Resource-Policy"), "same-origin");
  assert.match(headers.get("X-Request-Id") ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(headers.get("Vary"), "Origin");
  assert.equal(headers.get("Server"), null);
  assert.equal(headers.get("X-Powered-By"), null);
}

Deno.test("the security headers stand on answers of every kind", async () => {
  const { get, jobs, objectStore, post, send } = createHttpWorld();
  const file = { ...newFile(), jobId: "one", expiresAt: new Date(Date.now() + 60_000) };
  jobs.files.set(file.fileId, file);
  await objectStore.put(file.objectKey, new Uint8Array([1, 2, 3]));
  const download = `/api/download/${file.fileId}`;
  const answers = [
    await get("/api/health"),
    await get("/api/nowhere"),
    await post("/api/health"),
    await post("/api/generate"),
    await send("OPTIONS", "/api/generate"),
    await send("HEAD", download),
    await get(download),
    await get(download, { Range: "bytes=0-1" }),
    await get(download, { Range: "bytes=9-" }),
    await get(download, { "If-None-Match": `"${file.sha256}"` }),
    await get(download, { "If-Match": '"other"' }),
    await get("/metrics"),
  ];
  const statuses = answers.map(({ status }) => status);
  assert.deepEqual(statuses, [200, 404, 405, 415, 204, 200, 200, 206, 416, 304, 412, 200]);
  answers.forEach((answer) => assertSecure(answer));
  await Promise.all(answers.map((answer) => answer.body?.cancel()));
});

Deno.test("an unexpected failure has the security headers as well", async () => {
  const { get, jobs } = createHttpWorld();
  jobs.failure = new TypeError("x is not a function");
  const response = await get("/api/status/3f0d4c5e-8a51-4c1e-9d0a-4b6f5e2a7c10");
  assert.equal(response.status, 500);
  assertSecure(response);
});

Deno.test("the docs may load their own style and nothing inline", async () => {
  const { get } = createHttpWorld();
  const response = await get("/docs");
  const policy = response.headers.get("Content-Security-Policy") ?? "";
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe/);
  assertSecure(response, policy);
});

Deno.test("a page may play what it made itself", async () => {
  const asset = { bytes: new Uint8Array(), mediaType: "text/html", etag: '"1"' };
  const { get } = createHttpWorld({ assets: new Map([["/", asset]]) });
  const policy = (await get("/")).headers.get("Content-Security-Policy") ?? "";
  assert.match(policy, /media-src 'self' blob:/);
  assert.match(policy, /connect-src 'self'/);
  assert.match(policy, /frame-ancestors 'none'/);
});

Deno.test("HSTS is sent over TLS alone", async () => {
  const { send } = createHttpWorld();
  const plain = await send("GET", "/api/health");
  assert.equal(plain.headers.get("Strict-Transport-Security"), null);
  const secure = await send("GET", "/api/health", {}, { ...PEER, isTls: true });
  assert.equal(
    secure.headers.get("Strict-Transport-Security"),
    "max-age=31536000; includeSubDomains",
  );
});

Deno.test("a trusted proxy tells of TLS, anybody else does not", async () => {
  const { send } = createHttpWorld({ trustedProxies: ["10.0.0.1"] });
  const init = { headers: { "X-Forwarded-Proto": "https" } };
  const trusted = await send("GET", "/api/nowhere", init, { address: "10.0.0.1", isTls: false });
  assert.ok(trusted.headers.get("Strict-Transport-Security"));
  const other = await send("GET", "/api/nowhere", init, { address: "10.0.0.2", isTls: false });
  assert.equal(other.headers.get("Strict-Transport-Security"), null);
});

Deno.test("answers are kept by nobody unless their route says so", async () => {
  const { get, postJson } = createHttpWorld();
  assert.equal((await get("/api/jobs")).headers.get("Cache-Control"), "private, no-store");
  assert.equal((await get("/api/nowhere")).headers.get("Cache-Control"), "private, no-store");
  const refused = await postJson("/api/generate", {});
  assert.equal(refused.headers.get("Cache-Control"), "private, no-store");
  assert.equal((await get("/api/openapi.json")).headers.get("Cache-Control"), "no-cache");
});

Deno.test("a well-formed request id is kept, any other replaced", async () => {
  const { get } = createHttpWorld();
  const idFor = async (id: string) =>
    (await get("/api/health", { "X-Request-Id": id })).headers.get("X-Request-Id");
  assert.equal(await idFor("trace-1.a_B"), "trace-1.a_B");
  assert.equal(await idFor("x".repeat(64)), "x".repeat(64));
  assert.match(await idFor("x".repeat(65)) ?? "", /^[0-9a-f-]{36}$/);
  assert.match(await idFor('a"b') ?? "", /^[0-9a-f-]{36}$/);
  assert.match(await idFor("a b") ?? "", /^[0-9a-f-]{36}$/);
});
