// Query strings → values. A parameter given twice is refused: which one counts would be a guess.

import type { Context } from "hono";
import { z } from "zod";
import type { HttpEnv } from "./http_env.ts";
import { invalidRequest } from "./invalid_request.ts";

/**
 * The parameters the schema names; others are ignored.
 *
 * @throws {AppError} `invalid_request`.
 */
export function parseQuery<S extends z.ZodObject>(c: Context<HttpEnv>, schema: S): z.output<S> {
  const given = Object.entries(c.req.queries())
    .map(([name, values]) => [name, values.length === 1 ? values[0] : values]);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

/** A whole number as a query writes it. */
export function wholeNumber(min: number, max: number) {
  return z.string().regex(/^\d{1,16}$/, "must be a whole number").transform(Number)
    .pipe(z.int().min(min).max(max));
}

/** A number as a query writes it, then as `schema` wants it. */
export function decimal<S extends z.ZodType<unknown, number>>(schema: S) {
  return z.string().regex(/^\d{1,9}(\.\d{1,9})?$/, "must be a number").transform(Number)
    .pipe(schema);
}

/** `true` or `false` as a query writes it. */
export function yesOrNo() {
  return z.enum(["true", "false"]).transform((text) => text === "true").pipe(z.boolean());
}
