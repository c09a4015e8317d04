import assert from "node:assert/strict";
import type { Asset } from "../../src/http/page.ts";
import { createHttpWorld, problemIn } from "../support/http_world.ts";

function asset(text: string, mediaType: string): Asset {
  return { bytes: new TextEncoder().encode(text), mediaType, etag: `"${text.length}"` };
}

const assets = new Map([
  ["/", asset("<!doctype html>", "text/html; charset=utf-8")],
  ["/page.js", asset("export {};", "text/javascript; charset=utf-8")],
]);

Deno.test("the page and its parts are served as they are", async () => {
  const { get } = createHttpWorld({ assets });
  const page = await get("/");
  assert.equal(page.status, 200);
  assert.equal(page.headers.get("Content-Type"), "text/html; charset=utf-8");
  assert.equal(await page.text(), "<!doctype html>");
  const script = await get("/page.js");
  assert.equal(script.headers.get("Content-Type"), "text/javascript; charset=utf-8");
  assert.equal(script.headers.get("Cache-Control"), "no-cache");
  assert.equal(await script.text(), "export {};");
});

Deno.test("a browser that has a part gets 304", async () => {
  const { get } = createHttpWorld({ assets });
  const tag = (await get("/page.js")).headers.get("ETag") ?? "";
  const response = await get("/page.js", { "If-None-Match": tag });
  assert.equal(response.status, 304);
  assert.equal(response.headers.get("ETag"), tag);
  assert.equal(response.body, null);
});

Deno.test("without a bundle the page says how to make it, and parts are 404", async () => {
  const { get } = createHttpWorld();
  const problem = await problemIn(await get("/"), 503, "not_ready");
  assert.match(problem.detail, /deno task page/);
  await problemIn(await get("/page.js"), 404, "not_found");
});

Deno.test("HEAD of the page has no body", async () => {
  const { send } = createHttpWorld({ assets });
  const response = await send("HEAD", "/");
  assert.equal(response.status, 200);
  assert.equal(response.body, null);
});
