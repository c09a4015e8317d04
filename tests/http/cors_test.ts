import assert from "node:assert/strict";
import { createHttpWorld, problemIn, THREE_SONGS } from "../support/http_world.ts";

const ALLOWED = "https://app.example.org";
const corsOrigins = [ALLOWED];

function corsHeaders({ headers }: Response): string[] {
  return [...headers.keys()].filter((name) => name.startsWith("access-control-"));
}

Deno.test("an allowed origin may read answers, with its cookie", async () => {
  const { get } = createHttpWorld({ corsOrigins });
  const { headers } = await get("/api/health", { Origin: ALLOWED });
  assert.equal(headers.get("Access-Control-Allow-Origin"), ALLOWED);
  assert.equal(headers.get("Access-Control-Allow-Credentials"), "true");
  assert.match(headers.get("Access-Control-Expose-Headers") ?? "", /RateLimit, RateLimit-Policy/);
  assert.equal(headers.get("Cross-Origin-Resource-Policy"), "cross-origin");
  assert.equal(headers.get("Vary"), "Origin");
});

Deno.test("look-alikes of an allowed origin get no header", async () => {
  const { get } = createHttpWorld({ corsOrigins });
  const headersFor = async (origin: string) =>
    corsHeaders(await get("/api/health", { Origin: origin }));
  assert.deepEqual(await headersFor("https://evil.example"), []);
  assert.deepEqual(await headersFor("http://app.example.org"), []);
  assert.deepEqual(await headersFor("https://app.example.org.evil.example"), []);
  assert.deepEqual(await headersFor("https://evil-app.example.org"), []);
  assert.deepEqual(await headersFor("https://app.example.org:8443"), []);
  assert.deepEqual(await headersFor("https://app.example.org/"), []);
  assert.deepEqual(await headersFor("https://APP.example.org"), []);
  assert.deepEqual(await headersFor("null"), []);
  assert.deepEqual(await headersFor("*"), []);
});

Deno.test("without origins named nobody gets a header", async () => {
  const { get } = createHttpWorld();
  const response = await get("/api/health", { Origin: "http://orpheus.test" });
  assert.deepEqual(corsHeaders(response), []);
  assert.equal(response.headers.get("Vary"), "Origin");
});

Deno.test("a preflight of an allowed origin learns the methods and headers", async () => {
  const { send } = createHttpWorld({ corsOrigins });
  const response = await send("OPTIONS", "/api/generate", {
    headers: {
      Origin: ALLOWED,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "content-type,idempotency-key",
    },
  });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("Access-Control-Allow-Origin"), ALLOWED);
  assert.equal(response.headers.get("Access-Control-Allow-Methods"), "POST, OPTIONS");
  assert.match(
    response.headers.get("Access-Control-Allow-Headers") ?? "",
    /Content-Type, Idempotency-Key/,
  );
  assert.equal(response.headers.get("Access-Control-Max-Age"), "600");
});

Deno.test("a preflight of another origin gets no header", async () => {
  const { send } = createHttpWorld({ corsOrigins });
  const response = await send("OPTIONS", "/api/generate", {
    headers: { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" },
  });
  assert.deepEqual(corsHeaders(response), []);
  assert.equal(response.headers.get("Vary"), "Origin");
});

Deno.test("problems can be read by an allowed origin as well", async () => {
  const { get } = createHttpWorld({ corsOrigins });
  const response = await get("/api/nowhere", { Origin: ALLOWED });
  await problemIn(response, 404, "not_found");
  assert.equal(response.headers.get("Access-Control-Allow-Origin"), ALLOWED);
});

Deno.test("a cross-site form cannot submit: its content types are refused", async () => {
  const { postJson } = createHttpWorld();
  const response = await postJson("/api/generate", JSON.stringify({ songs: THREE_SONGS }), {
    "Content-Type": "text/plain",
    Origin: "https://evil.example",
  });
  await problemIn(response, 415, "unsupported_media_type");
});
