import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { AppError } from "../errors.ts";

/** Lets through who sends the key as a bearer token, in a time that tells nothing of the key. */
export function checkBearer(apiKey: string): MiddlewareHandler {
  const expected = digest(`Bearer ${apiKey}`);
  return async function checkBearer({ req }, next) {
    if (!timingSafeEqual(digest(req.header("authorization") ?? ""), expected)) {
      throw new AppError("unauthorized", "The API key is missing or wrong");
    }
    await next();
  };
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
