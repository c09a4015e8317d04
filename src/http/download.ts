// GET and HEAD /api/download/:fileId: the bytes of a result, whole or in part (RFC 9110 §13, §14).

import type { Context } from "hono";
import { AppError } from "../errors.ts";
import type { StoredFile } from "../jobs/job_store.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { ByteRange, ObjectStore } from "../jobs/object_store.ts";
import { parseByteRange } from "./byte_range.ts";
import { attachment } from "./content_disposition.ts";
import { matchesAny, matchesStrongly } from "./etag.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Route } from "./operation.ts";
import { pathId } from "./path_id.ts";

export type DownloadDependencies = {
  readonly jobs: Pick<Jobs, "openFile">;
  readonly objectStore: Pick<ObjectStore, "get">;
};

const FILE_TYPES = ["audio/mpeg", "audio/midi", "audio/wav"] as const;
const FILE_HEADERS = ["Accept-Ranges", "Content-Disposition", "ETag"] as const;

export function downloadRoutes(deps: DownloadDependencies): Route[] {
  return [{
    operation: {
      method: "GET",
      path: "/api/download/{fileId}",
      operationId: "download",
      tag: "Blends",
      summary: "The bytes of a MIDI, MP3 or WAV file",
      description: "Takes Range with one range, If-Match, If-None-Match and If-Range.",
      answers: {
        200: {
          description: "The whole file",
          mediaType: FILE_TYPES,
          headers: FILE_HEADERS,
        },
        206: {
          description: "The range asked for",
          mediaType: FILE_TYPES,
          headers: [...FILE_HEADERS, "Content-Range"],
        },
        304: { description: "The client has it already", headers: ["ETag"] },
      },
      errors: ["expired", "precondition_failed", "range_not_satisfiable", "storage_unavailable"],
      refusalHeaders: { range_not_satisfiable: ["Content-Range"] },
    },
    handlers: [(c) => download(c, deps)],
  }];
}

async function download(c: Context<HttpEnv>, deps: DownloadDependencies): Promise<Response> {
  const file = await deps.jobs.openFile(pathId(c, "fileId"), c.req.raw.signal);
  const tag = `"${file.sha256}"`;
  requireMatch(c.req.header("If-Match"), tag);
  const isKnown = matchesAny(c.req.header("If-None-Match"), tag);
  const range = isKnown ? undefined : requestedRange(c, file.sizeBytes, tag);
  const hasBody = !isKnown && c.req.method !== "HEAD";
  const body = hasBody ? await open(file, range, deps, c.req.raw.signal) : null;
  // From here on nothing fails: a refusal has none of the file's headers.
  c.header("ETag", tag);
  c.header("Cache-Control", "private, no-cache");
  if (isKnown) return c.body(null, 304);
  c.header("Accept-Ranges", "bytes");
  c.header("Content-Type", file.mediaType);
  c.header("Content-Disposition", attachment(file.fileName));
  if (range === undefined) {
    c.header("Content-Length", String(file.sizeBytes));
    return c.newResponse(body, 200);
  }
  c.header("Content-Length", String(range.last - range.first + 1));
  c.header("Content-Range", `bytes ${range.first}-${range.last}/${file.sizeBytes}`);
  return c.newResponse(body, 206);
}

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

// Housekeeping may take the object just before its row.
async function open(
  file: StoredFile,
  range: ByteRange | undefined,
  { objectStore }: DownloadDependencies,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  try {
    return await objectStore.get(file.objectKey, { signal, ...(range ? { range } : {}) });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
    throw new AppError("expired", "This file has expired", { cause: error });
  }
}
