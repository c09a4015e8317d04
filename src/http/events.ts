// GET /api/jobs/:jobId/events: the frames of a job as server-sent events.

import type { Context } from "hono";
import { z } from "zod";
import type { EventStreams } from "../channel/event_streams.ts";
import { AppError } from "../errors.ts";
import { frameSchema } from "../jobs/frame.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Route } from "./operation.ts";
import { pathId } from "./path_id.ts";

export type EventsDependencies = {
  readonly jobs: Pick<Jobs, "find">;
  readonly streamEvents: EventStreams["open"];
};

const eventSchema = frameSchema.meta({ id: "Frame" });

const headersSchema = z.object({
  "Last-Event-ID": z.string().regex(/^\d{1,15}$/).optional(),
});

export function eventsRoutes(deps: EventsDependencies): Route[] {
  return [{
    operation: {
      method: "GET",
      path: "/api/jobs/{jobId}/events",
      operationId: "jobEvents",
      tag: "Blends",
      summary: "The frames of a job as server-sent events",
      description: "All stored frames from the first, or from the one after Last-Event-ID, then " +
        "the live ones. The id of each event is the seq of its frame.",
      headers: headersSchema,
      answers: {
        200: {
          description: "One frame in each event",
          schema: eventSchema,
          mediaType: "text/event-stream",
        },
        204: { description: "There is nothing after Last-Event-ID, and nothing to wait for" },
      },
      errors: ["invalid_header"],
    },
    handlers: [(c) => events(c, deps)],
  }];
}

async function events(c: Context<HttpEnv>, deps: EventsDependencies): Promise<Response> {
  const jobId = pathId(c, "jobId");
  const after = parseLastEventId(c.req.header("Last-Event-ID"));
  if (c.req.method === "HEAD") {
    await deps.jobs.find(jobId, c.req.raw.signal);
    return c.body(null, 200, { "Content-Type": "text/event-stream" });
  }
  return await deps.streamEvents(jobId, after, c.req.raw.signal);
}

// Frames count from 1, so 0 is before the first.
function parseLastEventId(value: string | undefined): number {
  const parsed = headersSchema.safeParse({ "Last-Event-ID": value || undefined });
  if (parsed.success) return Number(parsed.data["Last-Event-ID"] ?? 0);
  throw new AppError("invalid_header", "Last-Event-ID must be the seq of a frame");
}
