// GET /api/status/:jobId: the job as it is, or, as a long poll, once there is news of it.

import type { Context } from "hono";
import { z } from "zod";
import type { WaitForJob } from "../channel/long_poll.ts";
import { type Job, jobSchema } from "../jobs/job.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { entityTag, matchesAny } from "./etag.ts";
import { EXAMPLE_COMPLETED_JOB } from "./example_job.ts";
import type { HoldRequest } from "./hold_request.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Route } from "./operation.ts";
import { pathId } from "./path_id.ts";
import { parseQuery, wholeNumber } from "./query.ts";
import { taggedJson } from "./tagged_json.ts";

export type StatusDependencies = {
  readonly jobs: Pick<Jobs, "find">;
  readonly waitForJob: WaitForJob;
  readonly holdRequest: HoldRequest;
};

const MAX_WAIT_SECONDS = 30;

const querySchema = z.object({
  wait: wholeNumber(0, MAX_WAIT_SECONDS).default(0),
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
});

export function statusRoutes(deps: StatusDependencies): Route[] {
  return [{
    operation: {
      method: "GET",
      path: "/api/status/{jobId}",
      operationId: "jobStatus",
      tag: "Blends",
      summary: "A job as it is, or once there is news of it",
      description: "With wait: answers when the job differs from If-None-Match or, with after, " +
        "has a later seq, and at the latest after that many seconds.",
      query: querySchema,
      answers: {
        200: {
          description: "The job",
          schema: jobSchema,
          headers: ["ETag"],
          example: EXAMPLE_COMPLETED_JOB,
        },
        304: { description: "Nothing new", headers: ["ETag"] },
      },
      errors: ["too_many_sockets", "sockets_full"],
    },
    handlers: [(c) => status(c, deps)],
  }];
}

async function status(c: Context<HttpEnv>, deps: StatusDependencies): Promise<Response> {
  const jobId = pathId(c, "jobId");
  const { wait, after } = parseQuery(c, querySchema);
  const known = c.req.header("If-None-Match");
  const job = wait === 0 || c.req.method === "HEAD"
    ? await deps.jobs.find(jobId, c.req.raw.signal)
    : await deps.waitForJob(jobId, {
      isNews: (job) => after === undefined ? !isKnown(job, known) : job.seq > after,
      timeoutMs: wait * 1000,
      signal: c.req.raw.signal,
      hold: () => deps.holdRequest(c.req.raw, c.env),
    });
  return taggedJson(c, job);
}

function isKnown(job: Job, ifNoneMatch: string | undefined): boolean {
  return ifNoneMatch !== undefined && matchesAny(ifNoneMatch, entityTag(JSON.stringify(job)));
}
