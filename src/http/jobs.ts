// /api/jobs: the caller's jobs, and what their owner may do with them.

import type { Context, MiddlewareHandler } from "hono";
import { z } from "zod";
import { cursorSchema, encodeCursor } from "../channel/cursor.ts";
import { jobSchema, STATUSES } from "../jobs/job.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Identify } from "./identity.ts";
import type { Operation, Route } from "./operation.ts";
import { pathId } from "./path_id.ts";
import { parseQuery, wholeNumber } from "./query.ts";
import { QUOTA_HEADERS, quotaHeaders, type QuotaOptions, refuseWhileDraining } from "./quota.ts";
import { withIdentity } from "./with_identity.ts";

export type JobsRoutesDependencies = QuotaOptions & {
  readonly jobs: Pick<Jobs, "list" | "cancel" | "retry" | "quota">;
  readonly identify: Identify;
  readonly isDraining: () => boolean;
};

const MAX_CURSOR_LENGTH = 256;

const querySchema = z.object({
  limit: wholeNumber(1, 100).default(20),
  cursor: cursorSchema(MAX_CURSOR_LENGTH).optional(),
  status: z.enum(STATUSES).optional(),
});

const pageSchema = z.object({
  jobs: z.array(jobSchema),
  nextCursor: z.string().nullable(),
}).meta({ id: "JobPage" });

const listOperation: Operation = {
  method: "GET",
  path: "/api/jobs",
  operationId: "listJobs",
  tag: "Blends",
  summary: "The caller's jobs, newest first",
  description: "With the admin token: everyone's.",
  query: querySchema,
  needsCaller: true,
  answers: { 200: { description: "One page; nextCursor is null on the last", schema: pageSchema } },
};

const cancelOperation: Operation = {
  method: "POST",
  path: "/api/jobs/{jobId}/cancel",
  operationId: "cancelJob",
  tag: "Blends",
  summary: "Cancel a job",
  description: "Its owner's only. A finished job comes back unchanged.",
  needsCaller: true,
  answers: {
    200: { description: "The job, which runs no more", schema: jobSchema },
    202: { description: "The job, which is still stopping", schema: jobSchema },
  },
};

const retryOperation: Operation = {
  method: "POST",
  path: "/api/jobs/{jobId}/retry",
  operationId: "retryJob",
  tag: "Blends",
  summary: "Run a failed or cancelled job again",
  description: "Its owner's only. Costs quota like a submit.",
  needsCaller: true,
  answers: {
    202: {
      description: "The job, which waits again",
      schema: jobSchema,
      headers: ["Location"],
    },
  },
  answerHeaders: QUOTA_HEADERS,
  errors: ["not_retryable", "rate_limited", "too_many_jobs", "queue_full", "draining"],
};

export function jobsRoutes(deps: JobsRoutesDependencies): Route[] {
  const { jobs, isDraining } = deps;
  const known: MiddlewareHandler<HttpEnv> = withIdentity(deps.identify);
  return [
    { operation: listOperation, handlers: [known, (c) => list(c, jobs)] },
    { operation: cancelOperation, handlers: [known, (c) => cancel(c, jobs)] },
    {
      operation: retryOperation,
      handlers: [
        quotaHeaders(deps),
        known,
        refuseWhileDraining(isDraining),
        (c) => retry(c, jobs),
      ],
    },
  ];
}

async function list(c: Context<HttpEnv>, jobs: Pick<Jobs, "list">): Promise<Response> {
  const { limit, cursor, status } = parseQuery(c, querySchema);
  const query = { limit, ...(cursor ? { cursor } : {}), ...(status ? { status } : {}) };
  const page = await jobs.list(query, c.get("identity").caller, c.req.raw.signal);
  return c.json({ jobs: page.jobs, nextCursor: page.nextCursor && encodeCursor(page.nextCursor) });
}

async function cancel(c: Context<HttpEnv>, jobs: Pick<Jobs, "cancel">): Promise<Response> {
  const job = await jobs.cancel(pathId(c, "jobId"), c.get("identity").caller);
  return c.json(job, job.status === "running" ? 202 : 200);
}

async function retry(c: Context<HttpEnv>, jobs: Pick<Jobs, "retry">): Promise<Response> {
  const job = await jobs.retry(pathId(c, "jobId"), c.get("identity").caller);
  c.header("Location", `/api/status/${job.jobId}`);
  return c.json(job, 202);
}
