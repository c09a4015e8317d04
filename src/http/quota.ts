// The submit quota as clients see it (draft-ietf-httpapi-ratelimit-headers), on every answer of a
// submit route.

import type { MiddlewareHandler } from "hono";
import { AppError } from "../errors.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Log } from "./log.ts";

export type QuotaOptions = {
  readonly jobs: Pick<Jobs, "quota">;
  readonly submitLimit: { readonly limit: number; readonly windowSeconds: number };
  readonly log: Log;
};

const DRAINING_RETRY_AFTER_SECONDS = 5;

export const QUOTA_HEADERS = ["RateLimit", "RateLimit-Policy"] as const;

/** Adds `RateLimit-Policy` and `RateLimit`, after the handler has taken its share. */
export function quotaHeaders(options: QuotaOptions): MiddlewareHandler<HttpEnv> {
  const { limit, windowSeconds } = options.submitLimit;
  const policy = `"gen";q=${limit};w=${windowSeconds}`;

  return async function quotaHeaders(c, next) {
    await next();
    c.res.headers.set("RateLimit-Policy", policy);
    const caller = c.get("identity")?.caller;
    if (caller === undefined) return;
    try {
      const { remaining, resetSeconds } = await options.jobs.quota(caller);
      c.res.headers.set("RateLimit", `"gen";r=${remaining};t=${Math.ceil(resetSeconds)}`);
    } catch (error) {
      // The answer stands, accepted or refused, though its quota cannot be told.
      options.log.warn("Cannot tell the quota", {
        requestId: c.get("requestId"),
        cause: `${error}`,
      });
    }
  };
}

/** Takes no submit while the server stops. */
export function refuseWhileDraining(isDraining: () => boolean): MiddlewareHandler<HttpEnv> {
  return async function refuseWhileDraining(_, next) {
    if (isDraining()) {
      throw new AppError("draining", "The server is about to stop, please try again", {
        retryAfterSeconds: DRAINING_RETRY_AFTER_SECONDS,
      });
    }
    await next();
  };
}
