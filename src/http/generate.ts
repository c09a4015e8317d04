// POST /api/generate: three songs in, a job out.

import type { Context } from "hono";
import { z } from "zod";
import { AppError } from "../errors.ts";
import { idempotencyKeySchema } from "../jobs/idempotency_key.ts";
import { jobSchema } from "../jobs/job.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { optionsRequestSchema } from "../jobs/options.ts";
import { songRequestSchema } from "../songs/song_request.ts";
import { readJson } from "./body.ts";
import { EXAMPLE_JOB } from "./example_job.ts";
import { EXAMPLE_SONGS } from "./example_songs.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Identify } from "./identity.ts";
import type { Route } from "./operation.ts";
import { QUOTA_HEADERS, quotaHeaders, type QuotaOptions, refuseWhileDraining } from "./quota.ts";
import { withIdentity } from "./with_identity.ts";

export type GenerateDependencies = QuotaOptions & {
  readonly jobs: Pick<Jobs, "submit" | "quota">;
  readonly identify: Identify;
  readonly isDraining: () => boolean;
};

/** The body of a submit. */
export const generateRequestSchema = z.strictObject({
  songs: z.tuple([songRequestSchema, songRequestSchema, songRequestSchema]),
  options: optionsRequestSchema.prefault({}),
}).meta({ id: "GenerateRequest" });

const headersSchema = z.object({
  "Idempotency-Key": idempotencyKeySchema.optional(),
});

const SUBMIT_HEADERS = ["Location", "Set-Cookie"] as const;

export function generateRoutes(deps: GenerateDependencies): Route[] {
  return [{
    operation: {
      method: "POST",
      path: "/api/generate",
      operationId: "generate",
      tag: "Blends",
      summary: "Blend three songs",
      description: "Answers at once; the job runs in the background. A refusal costs no quota.",
      headers: headersSchema,
      body: generateRequestSchema,
      bodyExample: { songs: EXAMPLE_SONGS, options: { lengthSeconds: 60, seed: 7 } },
      needsCaller: true,
      answers: {
        202: {
          description: "The new job",
          schema: jobSchema,
          headers: SUBMIT_HEADERS,
          example: EXAMPLE_JOB,
        },
        200: {
          description: "The job this idempotency key made before",
          schema: jobSchema,
          headers: [...SUBMIT_HEADERS, "Idempotency-Replayed"],
        },
      },
      answerHeaders: QUOTA_HEADERS,
      errors: [
        "invalid_header",
        "duplicate_song",
        "song_not_found",
        "song_ambiguous",
        "idempotency_mismatch",
        "rate_limited",
        "too_many_jobs",
        "queue_full",
        "draining",
      ],
    },
    handlers: [
      quotaHeaders(deps),
      withIdentity(deps.identify),
      refuseWhileDraining(deps.isDraining),
      (c) => submit(c, deps.jobs),
    ],
  }];
}

async function submit(c: Context<HttpEnv>, jobs: Pick<Jobs, "submit">): Promise<Response> {
  const idempotencyKey = parseIdempotencyKey(c.req.header("Idempotency-Key"));
  const request = await readJson(c.req.raw, generateRequestSchema);
  const { caller, setCookie } = c.get("identity");
  // Not ended by the client's going: a job that was stored meanwhile would have cost no quota.
  const { job, isReplayed } = await jobs.submit({ ...request, idempotencyKey }, caller);
  if (setCookie !== undefined) c.header("Set-Cookie", setCookie);
  c.header("Location", `/api/status/${job.jobId}`);
  if (isReplayed) c.header("Idempotency-Replayed", "true");
  return c.json(job, isReplayed ? 200 : 202);
}

function parseIdempotencyKey(value: string | undefined): string | undefined {
  const parsed = headersSchema.safeParse({ "Idempotency-Key": value });
  if (parsed.success) return parsed.data["Idempotency-Key"];
  throw new AppError(
    "invalid_header",
    "Idempotency-Key must be 1 to 255 printable ASCII characters",
  );
}
