// Puts a result into the object store under a name of its own, before any row names it; and takes
// it away again when none ever will.

import type { SongRef } from "../songs/song.ts";
import { blendTags } from "./blend_tags.ts";
import type { Envelope } from "./fanout.ts";
import { publishAll } from "./frame_writer.ts";
import type { NewFile } from "./job_store.ts";
import type { Run } from "./run.ts";
import { tagMp3 } from "./tag_mp3.ts";

const MEDIA_TYPES = { mid: "audio/midi", mp3: "audio/mpeg", wav: "audio/wav" } as const;
const EXTENSIONS = { midi: "mid", mp3: "mp3", wav: "wav", stem: "mp3", loop: "wav" } as const;
/** Without the extension, in characters. */
const MAX_FILE_NAME_LENGTH = 120;
const DISCARD_TIMEOUT_MS = 5_000;

export const MIDI = { kind: "midi", name: null } as const;
export const MP3 = { kind: "mp3", name: null } as const;

/** The file, ready to be named by a row. */
export async function storeOutput(
  run: Pick<Run, "claimed" | "objects" | "newId" | "signal">,
  output: Pick<NewFile, "kind" | "name">,
  made: Uint8Array,
): Promise<NewFile> {
  const { job, job: { jobId } } = run.claimed;
  const fileId = run.newId();
  const title = titleOf(job.songs, output);
  const extension = EXTENSIONS[output.kind];
  const bytes = extension === "mp3" ? tagMp3(made, blendTags(job, title)) : made;
  const objectKey = `files/${jobId}/${fileId}.${extension}`;
  const mediaType = MEDIA_TYPES[extension];
  try {
    await run.objects.put(objectKey, bytes, { mediaType, signal: run.signal });
  } catch (error) {
    // The store may have finished what it was told to leave.
    if (run.signal.aborted) await discard(run, objectKey);
    throw error;
  }
  return {
    ...output,
    fileId,
    mediaType,
    sizeBytes: bytes.byteLength,
    sha256: await sha256(bytes),
    objectKey,
    fileName: `${title}.${extension}`,
  };
}

/** `A + B + C`, `A + B + C - Bass`, `A + B + C - A loop`. */
function titleOf(
  songs: readonly SongRef[],
  { kind, name }: Pick<NewFile, "kind" | "name">,
): string {
  const part = kind === "loop" ? ` - ${name} loop` : name === null ? "" : ` - ${name}`;
  const titles = songs.map(({ title }) => title).join(" + ");
  // By characters: a database takes no half of one.
  return [...titles].slice(0, MAX_FILE_NAME_LENGTH - part.length).join("") + part;
}

/** Names a stored file in a row and an `output` frame. */
export async function publishOutput(
  run: Pick<Run, "claimed" | "store" | "objects" | "frames" | "fanout">,
  output: { readonly file: NewFile; readonly report?: unknown },
): Promise<void> {
  await nameOutput(run, output.file, async () => {
    const published = await run.store.publishOutput(run.claimed.fence, output);
    return published && [published];
  });
}

/**
 * Has `publish` name a stored file, if there is one, after all frames written before. When the
 * fence is lost the file is removed; when nobody knows whether a row names it, it stays.
 */
export async function nameOutput(
  run: Pick<Run, "objects" | "frames" | "fanout">,
  file: NewFile | undefined,
  publish: () => Promise<readonly Envelope[] | undefined>,
): Promise<void> {
  const drop = async () => {
    if (file) await discard(run, file.objectKey);
  };
  await run.frames.flush().catch(async (error) => {
    await drop();
    throw error;
  });
  const published = await publish();
  if (!published) await drop();
  publishAll(published, run.fanout);
}

/** What cannot be removed now is left to housekeeping. */
async function discard({ objects }: Pick<Run, "objects">, objectKey: string): Promise<void> {
  await objects.delete(objectKey, AbortSignal.timeout(DISCARD_TIMEOUT_MS)).catch(() => {});
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return new Uint8Array(digest).toHex();
}
