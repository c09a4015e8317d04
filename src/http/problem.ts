// Thrown values → problem+json (RFC 9457). What is not expected shows nothing but its request id.

import type { Context, ErrorHandler } from "hono";
import type { ContentfulStatusCode, StatusCode } from "hono/utils/http-status";
import { AppError, problemOf } from "../errors.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Log } from "./log.ts";

/** Seconds to wait before trying again, where the error itself does not say. */
const DEFAULT_RETRY_AFTER_SECONDS = 5;

const CLIENT_GONE = 499 as StatusCode;

// Unknown, malformed and foreign ids must not differ, wherever the error was thrown.
const NOT_FOUND = new AppError("not_found", "There is nothing here, or nothing that is yours");

// Every wait has a limit, and all of them end in the parts behind the edge.
const TIMED_OUT = new AppError("not_ready", "The server took too long, please try again");

/** The answer to an error. Headers set on the context before stay. */
export function problemAnswer(c: Context<HttpEnv>, error: unknown): Response {
  const problem = problemOf(shownError(error), c.get("requestId"));
  const status = problem.status as ContentfulStatusCode;
  const headers: Record<string, string> = { "Content-Type": "application/problem+json" };
  if (status === 429 || status === 503) headers["Retry-After"] = retryAfterOf(error);
  if (status === 401) headers["WWW-Authenticate"] = 'Bearer realm="orpheus"';
  return c.body(JSON.stringify(problem), status, headers);
}

/** Answers whatever a handler throws, and logs what nobody expected. */
export function answerError(log: Log): ErrorHandler<HttpEnv> {
  return function answerError(error, c) {
    if (error.name === "AbortError") return answerAbort(c);
    const fields = { requestId: c.get("requestId"), method: c.req.method };
    if (!(error instanceof AppError)) {
      log.error("Request failed unexpectedly", { ...fields, error: error.stack ?? String(error) });
    } else if (error.status >= 500) {
      log.warn("Request failed", { ...fields, code: error.code, cause: causeOf(error) });
    }
    return problemAnswer(c, error);
  };
}

// Either the client went away, and 499 is for the log alone, or what it waited for is closing.
function answerAbort(c: Context<HttpEnv>): Response {
  return c.req.raw.signal.aborted
    ? c.newResponse(null, CLIENT_GONE)
    : problemAnswer(c, new AppError("draining", "The server is about to stop, please try again"));
}

function shownError(error: unknown): unknown {
  if (error instanceof AppError && error.code === "not_found") return NOT_FOUND;
  return error instanceof Error && error.name === "TimeoutError" ? TIMED_OUT : error;
}

function retryAfterOf(error: unknown): string {
  const seconds = error instanceof AppError ? error.retryAfterSeconds : undefined;
  return String(Math.max(1, Math.ceil(seconds ?? DEFAULT_RETRY_AFTER_SECONDS)));
}

function causeOf({ cause }: AppError): string | undefined {
  return cause instanceof Error ? cause.stack ?? cause.message : undefined;
}
