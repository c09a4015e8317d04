// Answers with a file: whole or in part, or not at all to a client that has it (RFC 9110 §13, §14).

import type { Context } from "hono";
import { AppError, type ErrorCode } from "../errors.ts";
import type { ByteRange } from "../jobs/object_store.ts";
import { parseByteRange } from "./byte_range.ts";
import { matchesAny, matchesStrongly } from "./etag.ts";
import type { HttpEnv } from "./http_env.ts";
import type { HeaderName, Operation } from "./operation.ts";

export type SentFile = {
  /** Strong, with its quotes. */
  readonly tag: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly cacheControl: string;
  /** As in `Content-Disposition`. */
  readonly disposition?: string;
  /** The bytes, of which only a range may be asked for. */
  readonly open: (range: ByteRange | undefined) => Promise<
    ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>
  >;
};

export async function sendFile(c: Context<HttpEnv>, file: SentFile): Promise<Response> {
  const { tag, sizeBytes } = file;
  requireMatch(c.req.header("If-Match"), tag);
  const isKnown = matchesAny(c.req.header("If-None-Match"), tag);
  const range = isKnown ? undefined : requestedRange(c, sizeBytes, tag);
  const hasBody = !isKnown && c.req.method !== "HEAD";
  const body = hasBody ? await file.open(range) : null;
  // From here on nothing fails: a refusal has none of the file's headers.
  c.header("ETag", tag);
  c.header("Cache-Control", file.cacheControl);
  if (isKnown) return c.body(null, 304);
  c.header("Accept-Ranges", "bytes");
  c.header("Content-Type", file.mediaType);
  if (file.disposition) c.header("Content-Disposition", file.disposition);
  if (range === undefined) {
    c.header("Content-Length", String(sizeBytes));
    return c.newResponse(body, 200);
  }
  c.header("Content-Length", String(range.last - range.first + 1));
  c.header("Content-Range", `bytes ${range.first}-${range.last}/${sizeBytes}`);
  return c.newResponse(body, 206);
}

/** What an operation that sends files says of it. */
export function fileAnswers(
  mediaType: string | readonly string[],
  more: readonly HeaderName[] = [],
): Pick<Operation, "answers" | "refusalHeaders"> {
  const headers: readonly HeaderName[] = ["Accept-Ranges", "ETag", ...more];
  return {
    answers: {
      200: { description: "The whole file", mediaType, headers },
      206: {
        description: "The range asked for",
        mediaType,
        headers: [...headers, "Content-Range"],
      },
      304: { description: "The client has it already", headers: ["ETag"] },
    },
    refusalHeaders: { range_not_satisfiable: ["Content-Range"] },
  };
}

export const FILE_ERRORS: readonly ErrorCode[] = [
  "precondition_failed",
  "range_not_satisfiable",
  "storage_unavailable",
];

function requireMatch(header: string | undefined, tag: string): void {
  if (header === undefined || matchesStrongly(header, tag)) return;
  throw new AppError("precondition_failed", "The file's ETag is not among those of If-Match");
}

// Range is defined for GET alone, and counts only while If-Range names the file as it is.
function requestedRange(
  c: Context<HttpEnv>,
  sizeBytes: number,
  tag: string,
): ByteRange | undefined {
  const ifRange = c.req.header("If-Range");
  const isStale = ifRange !== undefined && ifRange.trim() !== tag;
  if (c.req.method !== "GET" || isStale) return undefined;
  const range = parseByteRange(c.req.header("Range"), sizeBytes);
  if (range !== "unsatisfiable") return range;
  c.header("Content-Range", `bytes */${sizeBytes}`);
  throw new AppError("range_not_satisfiable", `The file has ${sizeBytes} bytes`);
}
