// Finds out who calls before the handler runs.

import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "./http_env.ts";
import type { Identify } from "./identity.ts";

/** Puts the identity into the context, or refuses the request. */
export function withIdentity(identify: Identify): MiddlewareHandler<HttpEnv> {
  return async function withIdentity(c, next) {
    c.set("identity", await identify(c.req.raw, c.env));
    await next();
  };
}
