// GET and HEAD /api/download/:fileId: the bytes of a result.

import type { Context } from "hono";
import { AppError } from "../errors.ts";
import type { StoredFile } from "../jobs/job_store.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { ByteRange, ObjectStore } from "../jobs/object_store.ts";
import { attachment } from "./content_disposition.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Route } from "./operation.ts";
import { pathId } from "./path_id.ts";
import { FILE_ERRORS, fileAnswers, sendFile } from "./send_file.ts";

export type DownloadDependencies = {
  readonly jobs: Pick<Jobs, "openFile">;
  readonly objectStore: Pick<ObjectStore, "get">;
};

const FILE_TYPES = ["audio/mpeg", "audio/midi", "audio/wav"] as const;

export function downloadRoutes(deps: DownloadDependencies): Route[] {
  return [{
    operation: {
      method: "GET",
      path: "/api/download/{fileId}",
      operationId: "download",
      tag: "Blends",
      summary: "The bytes of a MIDI, MP3 or WAV file",
      description: "Takes Range with one range, If-Match, If-None-Match and If-Range.",
      ...fileAnswers(FILE_TYPES, ["Content-Disposition"]),
      errors: ["expired", ...FILE_ERRORS],
    },
    handlers: [(c) => download(c, deps)],
  }];
}

async function download(c: Context<HttpEnv>, deps: DownloadDependencies): Promise<Response> {
  const { signal } = c.req.raw;
  const file = await deps.jobs.openFile(pathId(c, "fileId"), signal);
  return await sendFile(c, {
    tag: `"${file.sha256}"`,
    sizeBytes: file.sizeBytes,
    mediaType: file.mediaType,
    cacheControl: "private, no-cache",
    disposition: attachment(file.fileName),
    open: (range) => open(file, range, deps, signal),
  });
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
