// The embedded engine as an ML service: the routes that any such service has.

import { type Context, Hono } from "hono";
import { accepts } from "hono/accepts";
import { bodyLimit } from "hono/body-limit";
import { AppError } from "../errors.ts";
import { answerError } from "./answer_error.ts";
import { answerGenerate, GENERATE_TYPES } from "./answer_generate.ts";
import { answerConvert, answerRender, CONVERT_TYPES, MEDIA_TYPES } from "./answer_render.ts";
import { checkBearer } from "./check_bearer.ts";
import type { EnginePool } from "./engine_pool.ts";
import { readJsonBody } from "./read_json_body.ts";
import {
  MAX_REQUEST_BYTES,
  parseConvertTask,
  parseGenerateTask,
  parseRenderTask,
} from "./request_task.ts";

export type EngineAppOptions = {
  readonly pool: Pick<EnginePool, "run">;
  /** What callers must send as a bearer token. @default nothing */
  readonly apiKey?: string | undefined;
};

export function createEngineApp({ pool, apiKey }: EngineAppOptions): Hono {
  const app = new Hono();
  if (apiKey !== undefined) app.use(checkBearer(apiKey));
  app.use(bodyLimit({ maxSize: MAX_REQUEST_BYTES, onError: refuseBody }));
  app.get("/health", (context) => context.json({ status: "pass" }));
  app.post("/generate", async (context) => {
    const task = parseGenerateTask(await readJsonBody(context.req));
    const { signal, cancelling } = cancellation(context);
    const type = acceptedType(context, GENERATE_TYPES);
    return await answerGenerate(type, pool.run(task, signal), cancelling);
  });
  app.post("/convert-to-mp3", async (context) => {
    const task = parseConvertTask(await readJsonBody(context.req));
    const { signal, cancelling } = cancellation(context);
    const type = acceptedType(context, CONVERT_TYPES);
    return await answerConvert(type, pool.run(task, signal), cancelling);
  });
  app.post("/render", async (context) => {
    const task = parseRenderTask(await readJsonBody(context.req));
    const { signal, cancelling } = cancellation(context);
    return await answerRender(MEDIA_TYPES[task.options.format], pool.run(task, signal), cancelling);
  });
  app.all("/health", () => refuseMethod("GET"));
  app.all("/generate", () => refuseMethod("POST"));
  app.all("/convert-to-mp3", () => refuseMethod("POST"));
  app.all("/render", () => refuseMethod("POST"));
  app.notFound(() => answerError(new AppError("not_found", "There is no such route")));
  app.onError((error) => answerError(error));
  return app;
}

function refuseBody(): never {
  throw new AppError("body_too_large", `The body is over ${MAX_REQUEST_BYTES} bytes`);
}

function refuseMethod(allowed: string): Response {
  const error = new AppError("method_not_allowed", `This route takes ${allowed} only`);
  return answerError(error, { allow: allowed });
}

/** A task ends when the request does, or when its answer is not wanted any more. */
function cancellation({ req }: Context): { signal: AbortSignal; cancelling: AbortController } {
  const cancelling = new AbortController();
  return { signal: AbortSignal.any([req.raw.signal, cancelling.signal]), cancelling };
}

/** The type that the `Accept` header likes best, else the first. */
function acceptedType<T extends string>(context: Context, types: readonly [T, ...T[]]): T {
  return accepts(context, { header: "Accept", supports: [...types], default: types[0] }) as T;
}
