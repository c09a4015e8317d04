// GET /api/jobs/:jobId/report: how a blend was made, as its composer told it.

import type { Context } from "hono";
import type { Jobs } from "../jobs/jobs.ts";
import { reportSchema } from "../jobs/report.ts";
import { EXAMPLE_REPORT } from "./example_report.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Route } from "./operation.ts";
import { pathId } from "./path_id.ts";
import { taggedJson } from "./tagged_json.ts";

export type ReportDependencies = { readonly jobs: Pick<Jobs, "report"> };

export function reportRoutes({ jobs }: ReportDependencies): Route[] {
  return [{
    operation: {
      method: "GET",
      path: "/api/jobs/{jobId}/report",
      operationId: "jobReport",
      tag: "Blends",
      summary: "How a blend was made",
      description: "Key, tempo and form, what came from which song, and enough to make it again. " +
        "There from the MIDI on, where the ML service tells it: the embedded engine tells a " +
        "BlendReport, another service any object or nothing.",
      answers: {
        200: {
          description: "The report",
          schema: reportSchema,
          headers: ["ETag"],
          example: EXAMPLE_REPORT,
        },
        304: { description: "The client has it already", headers: ["ETag"] },
      },
      errors: ["no_report"],
    },
    handlers: [(c) => report(c, jobs)],
  }];
}

async function report(c: Context<HttpEnv>, jobs: Pick<Jobs, "report">): Promise<Response> {
  return taggedJson(c, await jobs.report(pathId(c, "jobId"), c.req.raw.signal));
}
