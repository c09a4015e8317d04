// The two documents before the tools of those who write the two standards.

import assert from "node:assert/strict";
import { Parser } from "@asyncapi/parser";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { createHttpWorld } from "../support/http_world.ts";

/** What the linter has against the OpenAPI document, and why it stays. */
const EXPLAINED = {
  // Nothing a client can send to these is wrong: they take no input.
  "operation-4xx-response": [
    "/",
    "/api/asyncapi.json",
    "/api/health",
    "/api/health/detailed",
    "/api/health/live",
    "/api/health/ready",
    "/api/openapi.json",
    "/docs",
    "/docs.css",
    "/metrics",
  ],
  // Its good answer is 101.
  "operation-2xx-response": ["/api/ws"],
};

Deno.test("the AsyncAPI parser has nothing against the document", async () => {
  const { get } = createHttpWorld();
  const text = await (await get("/api/asyncapi.json")).text();
  const { document, diagnostics } = await new Parser().parse(text);
  assert.deepEqual(diagnostics.map(({ code, message, path }) => ({ code, message, path })), []);
  assert.equal(document?.version(), "3.1.0");
  assert.equal(document?.channels().get("socket")?.address(), "/api/ws");
});

Deno.test("the OpenAPI linter has nothing against the document that is not explained", async () => {
  const { get } = createHttpWorld();
  const source = await (await get("/api/openapi.json")).text();
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
  const byRule = Map.groupBy(problems, ({ ruleId }) => ruleId);
  const found = [...byRule].map(([rule, problems]) => [rule, problems.map(pathOf).toSorted()]);
  assert.deepEqual(Object.fromEntries(found), EXPLAINED, JSON.stringify(problems, null, 2));
});

type Problem = Awaited<ReturnType<typeof lintFromString>>[number];

/** Of the operation a problem is in: its pointer is `#/paths/~1docs/get/responses`. */
function pathOf({ location: [at] }: Problem): string {
  const [, , path = ""] = at?.pointer?.split("/") ?? [];
  return path.replaceAll("~1", "/");
}
