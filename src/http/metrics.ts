// GET /metrics: what Prometheus reads.

import type { Registry } from "prom-client";
import type { Route } from "./operation.ts";

export function metricsRoutes(registry: Registry): Route[] {
  return [{
    operation: {
      method: "GET",
      path: "/metrics",
      operationId: "metrics",
      tag: "Server",
      summary: "Counters and histograms for Prometheus",
      answers: { 200: { description: "Prometheus text", mediaType: "text/plain" } },
    },
    handlers: [
      async (c) => c.body(await registry.metrics(), 200, { "Content-Type": registry.contentType }),
    ],
  }];
}
