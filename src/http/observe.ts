// One log line and one sample per request, by the pattern of its route: never its ids or query.

import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { Counter, Histogram, type Registry } from "prom-client";
import type { HttpEnv } from "./http_env.ts";
import type { Log } from "./log.ts";

const DURATION_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];
const KNOWN_METHODS = new Set(["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]);

export type ObserveOptions = { readonly log: Log; readonly registry: Registry };

/** Measures until the answer's head is ready; bodies that stream on are not waited for. */
export function observe({ log, registry }: ObserveOptions): MiddlewareHandler<HttpEnv> {
  const requests = new Counter({
    name: "http_requests_total",
    help: "Requests answered, by method, route and status",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "Seconds until the head of the answer",
    labelNames: ["method", "route"],
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [registry],
  });

  return async function observe(c, next) {
    const startedAt = performance.now();
    await next();
    const durationMs = performance.now() - startedAt;
    const method = KNOWN_METHODS.has(c.req.method) ? c.req.method : "other";
    const [route, { status }] = [routeOf(c), c.res];
    requests.inc({ method, route, status });
    durations.observe({ method, route }, durationMs / 1000);
    log.info("Request answered", {
      method,
      route,
      status,
      durationMs: Math.round(durationMs * 10) / 10,
      requestId: c.get("requestId"),
    });
  };
}

// Where only middleware matched, the path is whatever somebody typed.
function routeOf(c: Context<HttpEnv>): string {
  const route = matchedRoutes(c).at(-1);
  return route === undefined || route.method === "ALL" ? "unmatched" : route.path;
}
