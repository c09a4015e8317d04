// Puts a result into the object store under a name of its own, before any row names it.

import type { NewFile } from "./job_store.ts";
import type { Run } from "./run.ts";

const MEDIA_TYPES = { midi: "audio/midi", mp3: "audio/mpeg" } as const;
const EXTENSIONS = { midi: "mid", mp3: "mp3" } as const;
const MAX_FILE_NAME_LENGTH = 120;

/** The file, ready to be named by a row. Should nobody name it, the reconciler removes it. */
export async function storeOutput(
  run: Pick<Run, "claimed" | "objects" | "newId" | "signal">,
  kind: NewFile["kind"],
  bytes: Uint8Array,
): Promise<NewFile> {
  const { jobId, songs } = run.claimed.job;
  const fileId = run.newId();
  const objectKey = `files/${jobId}/${fileId}.${EXTENSIONS[kind]}`;
  const mediaType = MEDIA_TYPES[kind];
  await run.objects.put(objectKey, bytes, { mediaType, signal: run.signal });
  const titles = songs.map(({ title }) => title).join(" + ").slice(0, MAX_FILE_NAME_LENGTH);
  return {
    fileId,
    kind,
    mediaType,
    sizeBytes: bytes.byteLength,
    sha256: await sha256(bytes),
    objectKey,
    fileName: `${titles}.${EXTENSIONS[kind]}`,
  };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return new Uint8Array(digest).toHex();
}
