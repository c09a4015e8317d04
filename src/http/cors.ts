// Pages of the origins named may call the API; for all others there is no header at all.

import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "./http_env.ts";

const PREFLIGHT_MAX_AGE_SECONDS = "600";

const REQUEST_HEADERS = [
  "Authorization",
  "Content-Type",
  "Idempotency-Key",
  "If-Match",
  "If-None-Match",
  "If-Range",
  "Last-Event-ID",
  "Range",
  "Traceparent",
  "X-Request-Id",
].join(", ");

const ANSWER_HEADERS = [
  "Accept-Ranges",
  "Content-Disposition",
  "Content-Range",
  "ETag",
  "Idempotency-Replayed",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "X-Request-Id",
].join(", ");

/** Adds the CORS headers. A preflight is answered with the methods of its path. */
export function cors(origins: readonly string[]): MiddlewareHandler<HttpEnv> {
  return async function cors(c, next) {
    await next();
    const { headers } = c.res;
    headers.append("Vary", "Origin");
    const origin = c.req.header("Origin");
    if (origin === undefined || !origins.includes(origin)) return;
    headers.set("Access-Control-Allow-Origin", origin);
    headers.set("Access-Control-Allow-Credentials", "true");
    headers.set("Access-Control-Expose-Headers", ANSWER_HEADERS);
    headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    if (c.req.method === "OPTIONS") allowPreflight(headers);
  };
}

function allowPreflight(headers: Headers): void {
  const methods = headers.get("Allow");
  if (methods === null) return;
  headers.set("Access-Control-Allow-Methods", methods);
  headers.set("Access-Control-Allow-Headers", REQUEST_HEADERS);
  headers.set("Access-Control-Max-Age", PREFLIGHT_MAX_AGE_SECONDS);
}
