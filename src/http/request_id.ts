// One id per request, in the answer, in problems and in log lines.

import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "./http_env.ts";

const WELL_FORMED = /^[A-Za-z0-9._-]{1,64}$/;

/** Keeps a well-formed `X-Request-Id` of the caller, else makes one. */
export function requestId(
  createId: () => string = () => crypto.randomUUID(),
): MiddlewareHandler<HttpEnv> {
  return async function requestId(c, next) {
    const given = c.req.header("X-Request-Id");
    const id = given !== undefined && WELL_FORMED.test(given) ? given : createId();
    c.set("requestId", id);
    await next();
    c.res.headers.set("X-Request-Id", id);
  };
}
