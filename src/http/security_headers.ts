// The headers that tell browsers what an answer may do. They stand on every answer.

import type { MiddlewareHandler } from "hono";
import type { Forwarding } from "./forwarding.ts";
import type { HttpEnv } from "./http_env.ts";

/** The policy of pages with scripts and styles of their own. Handlers of pages set it. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join("; ");

const DEFAULTS = Object.entries({
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cache-Control": "private, no-store",
});

const FIXED = Object.entries({
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "X-Frame-Options": "DENY",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
});

const ONE_YEAR = "max-age=31536000; includeSubDomains";

/** Adds the headers; a handler's own policy and caching stay. */
export function securityHeaders({ isTls }: Pick<Forwarding, "isTls">): MiddlewareHandler<HttpEnv> {
  return async function securityHeaders(c, next) {
    await next();
    const { headers } = c.res;
    for (const [name, value] of FIXED) headers.set(name, value);
    for (const [name, value] of DEFAULTS) if (!headers.has(name)) headers.set(name, value);
    if (isTls(c.req.raw, c.env)) headers.set("Strict-Transport-Security", ONE_YEAR);
  };
}
