// GET /api/jobs/:jobId/events: the frames of a job as server-sent events.

import type { Context } from "hono";
import { z } from "zod";
import { type EventStreams, isToldWhole } from "../channel/event_streams.ts";
import { AppError } from "../errors.ts";
import { frameSchema } from "../jobs/frame.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { HoldRequest } from "./hold_request.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Route } from "./operation.ts";
import { pathId } from "./path_id.ts";
import { parseQuery, wholeNumber } from "./query.ts";

export type EventsDependencies = {
  readonly jobs: Pick<Jobs, "find">;
  readonly streamEvents: EventStreams["open"];
  readonly holdRequest: HoldRequest;
};

const eventSchema = frameSchema.meta({ id: "Frame" });

const seq = wholeNumber(0, Number.MAX_SAFE_INTEGER);

const headersSchema = z.object({ "Last-Event-ID": seq.optional() });

const querySchema = z.object({ after: seq.default(0) });

export function eventsRoutes(deps: EventsDependencies): Route[] {
  return [{
    operation: {
      method: "GET",
      path: "/api/jobs/{jobId}/events",
      operationId: "jobEvents",
      tag: "Blends",
      summary: "The frames of a job as server-sent events",
      description: "All stored frames from the first, or from the one after Last-Event-ID, then " +
        "the live ones. The id of each event is the seq of its frame. An EventSource can send no " +
        "id before it has one: after does the same in the address, and Last-Event-ID goes first.",
      query: querySchema,
      headers: headersSchema,
      answers: {
        200: {
          description: "One frame in each event",
          schema: eventSchema,
          mediaType: "text/event-stream",
        },
        204: { description: "Nothing follows, and there is nothing to wait for" },
      },
      errors: ["invalid_header", "too_many_sockets", "sockets_full"],
    },
    handlers: [(c) => events(c, deps)],
  }];
}

async function events(c: Context<HttpEnv>, deps: EventsDependencies): Promise<Response> {
  const jobId = pathId(c, "jobId");
  const query = parseQuery(c, querySchema);
  const after = parseLastEventId(c.req.header("Last-Event-ID")) ?? query.after;
  if (c.req.method === "HEAD") {
    const job = await deps.jobs.find(jobId, c.req.raw.signal);
    if (isToldWhole(job, after)) return c.body(null, 204);
    return c.body(null, 200, { "Content-Type": "text/event-stream" });
  }
  return await deps.streamEvents(jobId, after, {
    signal: c.req.raw.signal,
    hold: () => deps.holdRequest(c.req.raw, c.env),
  });
}

function parseLastEventId(value: string | undefined): number | undefined {
  const parsed = headersSchema.safeParse({ "Last-Event-ID": value || undefined });
  if (parsed.success) return parsed.data["Last-Event-ID"];
  throw new AppError("invalid_header", "Last-Event-ID must be the seq of a frame");
}
