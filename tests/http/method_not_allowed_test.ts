import assert from "node:assert/strict";
import { createHttpWorld, problemIn } from "../support/http_world.ts";

const ID = "3f0d4c5e-8a51-4c1e-9d0a-4b6f5e2a7c10";

Deno.test("a method the path does not have is 405 with the ones it has", async () => {
  const { send } = createHttpWorld();
  const allowOf = async (method: string, path: string) => {
    const response = await send(method, path);
    await problemIn(response, 405, "method_not_allowed");
    return response.headers.get("Allow");
  };
  assert.equal(await allowOf("GET", "/api/generate"), "POST, OPTIONS");
  assert.equal(await allowOf("POST", `/api/status/${ID}`), "GET, HEAD, OPTIONS");
  assert.equal(await allowOf("DELETE", `/api/status/${ID}`), "GET, HEAD, OPTIONS");
  assert.equal(await allowOf("PUT", "/api/jobs"), "GET, HEAD, OPTIONS");
  assert.equal(await allowOf("GET", `/api/jobs/${ID}/cancel`), "POST, OPTIONS");
  assert.equal(await allowOf("PATCH", `/api/download/${ID}`), "GET, HEAD, OPTIONS");
  assert.equal(await allowOf("POST", "/"), "GET, HEAD, OPTIONS");
  assert.equal(await allowOf("POST", "/metrics"), "GET, HEAD, OPTIONS");
  assert.equal(await allowOf("BREW", "/api/songs"), "GET, HEAD, OPTIONS");
});

Deno.test("HEAD is not allowed where GET is not", async () => {
  const { send } = createHttpWorld();
  const response = await send("HEAD", "/api/generate");
  assert.equal(response.status, 405);
  assert.equal(response.headers.get("Allow"), "POST, OPTIONS");
  assert.equal(response.body, null);
});

Deno.test("a path that serves GET for an id and POST for a word tells both", async () => {
  const { send } = createHttpWorld();
  const response = await send("DELETE", "/api/songs/resolve");
  await problemIn(response, 405, "method_not_allowed");
  assert.equal(response.headers.get("Allow"), "GET, POST, HEAD, OPTIONS");
});

Deno.test("OPTIONS tells the methods of a path", async () => {
  const { send } = createHttpWorld();
  const response = await send("OPTIONS", "/api/generate");
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("Allow"), "POST, OPTIONS");
  assert.equal(response.body, null);
});

Deno.test("an unknown path is 404 for every method", async () => {
  const { send } = createHttpWorld();
  await problemIn(await send("GET", "/api/nowhere"), 404, "not_found");
  await problemIn(await send("POST", "/api/nowhere"), 404, "not_found");
  await problemIn(await send("OPTIONS", "/api/nowhere"), 404, "not_found");
  await problemIn(await send("GET", "/api/generate/"), 404, "not_found");
  await problemIn(await send("GET", "/%2e%2e/etc/passwd"), 404, "not_found");
  await problemIn(await send("GET", "//api/health"), 404, "not_found");
  await problemIn(await send("GET", "/__proto__"), 404, "not_found");
  await problemIn(await send("GET", "/%00"), 404, "not_found");
  await problemIn(await send("GET", "/%ff"), 404, "not_found");
});

Deno.test("HEAD of a GET route has its headers and no body", async () => {
  const { send } = createHttpWorld();
  const response = await send("HEAD", "/api/health");
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("Content-Type"), "application/json");
  assert.equal(response.headers.get("X-Content-Type-Options"), "nosniff");
  assert.equal(response.body, null);
});

Deno.test("a plain GET of the socket's path is 426 and says what to upgrade to", async () => {
  const { get } = createHttpWorld();
  const response = await get("/api/ws");
  await problemIn(response, 426, "upgrade_required");
  assert.equal(response.headers.get("Upgrade"), "websocket");
});
