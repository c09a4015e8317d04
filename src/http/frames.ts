// GET /api/jobs/:jobId/frames: the log of a job, for those whom no stream reaches.

import type { Context } from "hono";
import { z } from "zod";
import { frameSchema } from "../jobs/frame.ts";
import { type FrameStore, MAX_FRAMES_PER_PAGE } from "../jobs/frame_store.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Route } from "./operation.ts";
import { pathId } from "./path_id.ts";
import { parseQuery, wholeNumber } from "./query.ts";

export type FramesDependencies = {
  readonly jobs: Pick<Jobs, "find">;
  readonly frames: Pick<FrameStore, "read">;
};

const querySchema = z.object({
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: wholeNumber(1, MAX_FRAMES_PER_PAGE).default(MAX_FRAMES_PER_PAGE),
});

const pageSchema = z.object({ frames: z.array(frameSchema) }).meta({ id: "FramePage" });

export function framesRoutes(deps: FramesDependencies): Route[] {
  return [{
    operation: {
      method: "GET",
      path: "/api/jobs/{jobId}/frames",
      operationId: "jobFrames",
      tag: "Blends",
      summary: "The stored frames of a job",
      description: "Those with a later seq than after, in order. With the long poll of the job " +
        "this does what its events do, where something on the way holds streams back.",
      query: querySchema,
      answers: { 200: { description: "At most limit frames", schema: pageSchema } },
    },
    handlers: [(c) => frames(c, deps)],
  }];
}

async function frames(c: Context<HttpEnv>, deps: FramesDependencies): Promise<Response> {
  const { after, limit } = parseQuery(c, querySchema);
  const { jobId } = await deps.jobs.find(pathId(c, "jobId"), c.req.raw.signal);
  return c.json({ frames: await deps.frames.read(jobId, after, limit, c.req.raw.signal) });
}
