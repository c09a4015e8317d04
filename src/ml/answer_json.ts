import type { z } from "zod";
import { AppError } from "../errors.ts";

/**
 * Parses JSON of a service against its schema.
 * @throws {AppError} `ml_invalid_answer`, naming the field at most, never its value.
 */
export function parseJson<T>(source: string | Uint8Array, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(decodeJson(source));
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.slice(0, MAX_PATH).join(".") || "its body";
  throw new AppError(
    "ml_invalid_answer",
    `The ML service sent JSON that does not fit its schema: ${path}`,
  );
}

const MAX_PATH = 3;

function decodeJson(source: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof source === "string" ? source : UTF8.decode(source));
  } catch (cause) {
    throw new AppError("ml_invalid_answer", "The ML service sent text that is not JSON", { cause });
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** @throws {AppError} `ml_invalid_answer`. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.fromBase64(text);
  } catch (cause) {
    throw new AppError("ml_invalid_answer", "The ML service sent text that is not base64", {
      cause,
    });
  }
}
