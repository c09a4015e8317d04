// Jobs and files to put into a store.

import type { NewFile, NewJob } from "../../src/jobs/job_store.ts";
import { sampleJob } from "./sample_job.ts";

/** A job of its own, with the changes given. */
export function newJob(changes: Partial<NewJob> = {}): NewJob {
  const { songs, options } = sampleJob();
  return {
    jobId: crypto.randomUUID(),
    owner: "anonymous:one",
    client: "address:192.0.2.1",
    songs,
    options,
    idempotencyKey: undefined,
    requestHash: "a hash",
    ...changes,
  };
}

export function newFile(kind: NewFile["kind"] = "midi", name: string | null = null): NewFile {
  const fileId = crypto.randomUUID();
  return {
    fileId,
    kind,
    name,
    mediaType: kind === "midi" ? "audio/midi" : "audio/mpeg",
    sizeBytes: 3,
    sha256: "a".repeat(64),
    objectKey: `files/${fileId}`,
    fileName: `A + B + C.${kind === "midi" ? "mid" : "mp3"}`,
  };
}
