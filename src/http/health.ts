// /api/health: is the process alive, is it ready, how are the parts it rests on.

import { z } from "zod";
import { AppError } from "../errors.ts";
import { type CheckName, createHealthReporter, type HealthChecks } from "./health_report.ts";
import type { Log } from "./log.ts";
import type { Answer, Operation, Route } from "./operation.ts";

export type HealthDependencies = {
  readonly checks: HealthChecks;
  /** Whether the server can take jobs: started, with its database. */
  readonly isReady: () => boolean | Promise<boolean>;
  readonly isDraining: () => boolean;
  readonly version: string;
  readonly log: Pick<Log, "warn">;
};

const RETRY_AFTER_SECONDS = 5;

const statusSchema = z.enum(["pass", "warn", "fail"]);
const checkSchema = z.looseObject({ status: statusSchema, latencyMs: z.int().min(0) });
const passSchema = z.object({ status: z.literal("pass") });
const checkNames = ["database", "redis", "mlModel", "objectStore", "workers", "queue"] as const;

const reportSchema = z.object({
  status: statusSchema,
  version: z.string(),
  uptimeSeconds: z.int(),
  checks: z.object(
    Object.fromEntries(checkNames.map((name) => [name, checkSchema])) as Record<
      CheckName,
      typeof checkSchema
    >,
  ),
}).meta({ id: "Health" });

const passAnswer: Answer = { description: "Yes", schema: passSchema };

function operation(path: string, operationId: string, summary: string): Operation {
  return {
    method: "GET",
    path,
    operationId,
    tag: "Server",
    summary,
    answers: { 200: passAnswer },
  };
}

const detailedOperation: Operation = {
  ...operation("/api/health/detailed", "healthDetailed", "How the parts are that it rests on"),
  answers: {
    200: { description: "All work, or warn and are done without", schema: reportSchema },
    503: { description: "At least one fails", schema: reportSchema },
  },
};

const readyOperation: Operation = {
  ...operation("/api/health/ready", "healthReady", "Whether the server can take jobs"),
  errors: ["not_ready", "draining"],
};

export function healthRoutes(deps: HealthDependencies): Route[] {
  const report = createHealthReporter(deps);
  return [
    {
      operation: operation("/api/health", "health", "Whether the server answers"),
      handlers: [(c) => c.json({ status: "pass" })],
    },
    {
      operation: operation("/api/health/live", "healthLive", "Whether the process answers"),
      handlers: [(c) => c.json({ status: "pass" })],
    },
    {
      operation: readyOperation,
      handlers: [async (c) => {
        await requireReady(deps);
        return c.json({ status: "pass" });
      }],
    },
    {
      operation: detailedOperation,
      handlers: [async (c) => {
        const { status, checks } = await report();
        const uptimeSeconds = Math.floor(performance.now() / 1000);
        const body = { status, version: deps.version, uptimeSeconds, checks };
        return c.json(body, status === "fail" ? 503 : 200);
      }],
    },
  ];
}

async function requireReady({ isDraining, isReady }: HealthDependencies): Promise<void> {
  const retryAfterSeconds = RETRY_AFTER_SECONDS;
  if (isDraining()) throw new AppError("draining", "The server stops", { retryAfterSeconds });
  if (!await isReady()) {
    throw new AppError("not_ready", "The server cannot take jobs yet", { retryAfterSeconds });
  }
}
