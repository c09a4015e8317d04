// The HTTP application: the edge around every answer, and the routes behind it.

import { Hono } from "hono";
import type { Registry } from "prom-client";
import type { EventStreams } from "../channel/event_streams.ts";
import type { WaitForJob } from "../channel/long_poll.ts";
import type { FrameStore } from "../jobs/frame_store.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { ObjectStore } from "../jobs/object_store.ts";
import { cors } from "./cors.ts";
import { documentRoutes } from "./documents.ts";
import { downloadRoutes } from "./download.ts";
import { eventsRoutes } from "./events.ts";
import { framesRoutes } from "./frames.ts";
import { createForwarding } from "./forwarding.ts";
import { generateRoutes } from "./generate.ts";
import { type HealthDependencies, healthRoutes } from "./health.ts";
import type { HoldRequest } from "./hold_request.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Identify } from "./identity.ts";
import { jobsRoutes } from "./jobs.ts";
import type { Log } from "./log.ts";
import { answerUnrouted } from "./method_not_allowed.ts";
import { metricsRoutes } from "./metrics.ts";
import { observe } from "./observe.ts";
import { type Route, routerPath } from "./operation.ts";
import { type Assets, pageRoutes } from "./page.ts";
import { answerError } from "./problem.ts";
import { reportRoutes } from "./report.ts";
import { requestId } from "./request_id.ts";
import { securityHeaders } from "./security_headers.ts";
import { socketRoutes } from "./socket.ts";
import { type SongPreviewsDependencies, songPreviewsRoutes } from "./song_previews.ts";
import { type SongsDependencies, songsRoutes } from "./songs.ts";
import { statusRoutes } from "./status.ts";

export type HttpDependencies = HealthDependencies & SongsDependencies & SongPreviewsDependencies & {
  readonly jobs: Jobs;
  readonly frames: Pick<FrameStore, "read">;
  readonly objectStore: Pick<ObjectStore, "get">;
  readonly waitForJob: WaitForJob;
  readonly streamEvents: EventStreams["open"];
  readonly holdRequest: HoldRequest;
  readonly identify: Identify;
  readonly submitLimit: { readonly limit: number; readonly windowSeconds: number };
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly assets: Assets;
  readonly registry: Registry;
  readonly log: Log;
};

/** The application; its `fetch(request, peer)` is what a listener calls. */
export function createHttpApp(deps: HttpDependencies): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(
    requestId(),
    observe(deps),
    cors(deps.corsOrigins),
    securityHeaders(createForwarding(deps.trustedProxies)),
  );
  for (const { operation, handlers } of routesOf(deps)) {
    app.on(operation.method, [routerPath(operation)], ...handlers);
  }
  app.onError(answerError(deps.log));
  app.notFound(answerUnrouted(app));
  return app;
}

function routesOf(deps: HttpDependencies): Route[] {
  const { page, parts } = pageRoutes(deps.assets);
  const routes = [
    ...generateRoutes(deps),
    ...statusRoutes(deps),
    ...jobsRoutes(deps),
    ...eventsRoutes(deps),
    ...framesRoutes(deps),
    ...reportRoutes(deps),
    ...downloadRoutes(deps),
    ...socketRoutes(),
    ...songsRoutes(deps),
    ...songPreviewsRoutes(deps),
    ...healthRoutes(deps),
    ...metricsRoutes(deps.registry),
    page,
  ];
  const operations = routes.map(({ operation }) => operation);
  return [...routes, ...parts, ...documentRoutes(operations, deps.version)];
}
