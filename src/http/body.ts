// Request bodies: plain JSON of at most 16 KiB. Nothing is read past the limit.

import type { z } from "zod";
import { AppError } from "../errors.ts";
import { invalidRequest } from "./invalid_request.ts";

/** Longest request body. */
export const MAX_BODY_BYTES = 16 * 1024;

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * The body, parsed by its schema.
 *
 * @throws {AppError} `body_too_large`, `unsupported_media_type`, `invalid_json`, `invalid_request`.
 */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
): Promise<z.output<S>> {
  const declaredBytes = declaredBytesOf(request);
  if (declaredBytes !== undefined && declaredBytes > MAX_BODY_BYTES) throw tooLarge();
  checkMediaType(request);
  const parsed = schema.safeParse(parseJson(await readBytes(request, declaredBytes)));
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

function checkMediaType({ headers }: Request): void {
  if (headers.has("Content-Encoding")) {
    throw new AppError("unsupported_media_type", "Compressed bodies are not read");
  }
  if (!JSON_TYPE.test(headers.get("Content-Type") ?? "")) {
    throw new AppError("unsupported_media_type", "Content-Type must be application/json, in UTF-8");
  }
}

function declaredBytesOf({ headers }: Request): number | undefined {
  const value = headers.get("Content-Length") ?? "";
  return /^\d+$/.test(value) ? Number(value) : undefined;
}

function tooLarge(): AppError {
  return new AppError("body_too_large", `The body must not be over ${MAX_BODY_BYTES} bytes`);
}

// With a declared length the listener reads no further, which allows the quicker way.
async function readBytes(
  request: Request,
  declaredBytes: number | undefined,
): Promise<Uint8Array> {
  const bytes = declaredBytes === undefined
    ? await readStream(request)
    : new Uint8Array(await whole(request.arrayBuffer()));
  if (bytes.byteLength > MAX_BODY_BYTES) throw tooLarge();
  return bytes;
}

async function readStream({ body }: Request): Promise<Uint8Array> {
  const bytes = new Uint8Array(MAX_BODY_BYTES);
  let length = 0;
  const reader = body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await whole(reader.read());
    if (done) break;
    if (length + value.byteLength > MAX_BODY_BYTES) {
      await reader.cancel();
      throw tooLarge();
    }
    bytes.set(value, length);
    length += value.byteLength;
  }
  return bytes.subarray(0, length);
}

function whole<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((cause) => {
    throw new AppError("invalid_json", "The body could not be read to its end", { cause });
  });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    throw new AppError("invalid_json", "The body is not JSON in UTF-8", { cause });
  }
}
