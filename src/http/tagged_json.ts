import type { Context } from "hono";
import { entityTag, matchesAny } from "./etag.ts";

/** A value as JSON with its tag, or 304 to a client that has it already. */
export function taggedJson(c: Context, value: unknown): Response {
  const body = JSON.stringify(value);
  const tag = entityTag(body);
  c.header("ETag", tag);
  if (matchesAny(c.req.header("If-None-Match"), tag)) return c.body(null, 304);
  return c.body(body, 200, { "Content-Type": "application/json" });
}
