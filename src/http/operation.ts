// One route: what the documents say about it, beside the handlers that keep the promise.
// The schemas of an operation are those its handlers parse with.

import type { H } from "hono/types";
import type { z } from "zod";
import type { ErrorCode } from "../errors.ts";
import type { ANSWER_HEADERS } from "./answer_headers.ts";
import type { HttpEnv } from "./http_env.ts";

export type HeaderName = keyof typeof ANSWER_HEADERS;

export type Answer = {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** One, or each that may be. @default "application/json" where there is a schema */
  readonly mediaType?: string | readonly string[];
  readonly headers?: readonly HeaderName[];
  readonly example?: unknown;
};

export type Operation = {
  readonly method: "GET" | "POST";
  /** With parameters as `{jobId}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: "Blends" | "Songs" | "Server" | "Page";
  readonly summary: string;
  readonly description?: string;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly bodyExample?: unknown;
  /** Whether an API key or the client cookie tells who calls. */
  readonly needsCaller?: boolean;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Codes beside those that follow from the members above. */
  readonly errors?: readonly ErrorCode[];
  /** On every answer beside its own, also on refusals. */
  readonly answerHeaders?: readonly HeaderName[];
  /** On the refusals with these codes. */
  readonly refusalHeaders?: Partial<Record<ErrorCode, readonly HeaderName[]>>;
};

export type Route = {
  readonly operation: Operation;
  /** Middleware first, the handler last. */
  readonly handlers: readonly H<HttpEnv>[];
};

/** The path as Hono writes it: `/api/status/:jobId`. */
export function routerPath({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}
