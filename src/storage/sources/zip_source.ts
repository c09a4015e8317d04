// Songs in a zip archive. An archive inside it is not opened.

// @ts-types="@types/yauzl"
import { openPromise, type ZipFile } from "yauzl";
import { AppError } from "../../errors.ts";
import { FileRefusal } from "../../songs/import/refusal.ts";
import {
  isMidiPath,
  type SongSource,
  type SourceFile,
  type SourceReadOptions,
} from "../../songs/import/song_source.ts";
import { inflateEntry, whyUnreadable } from "./inflate_entry.ts";
import { tooLarge } from "./read_at_most.ts";
import {
  readZipDirectory,
  refuseZip,
  ZIP_LIMITS,
  type ZipDirectory,
  type ZipEntry,
} from "./zip_directory.ts";

/** A packed file is never this much larger than it was. */
const MAX_OVERHEAD_BYTES = 64 * 1024;

/**
 * Opens an archive, whose whole directory is judged at once.
 * @throws {AppError} `not_found` when there is none, `invalid_request` when it is not to be trusted.
 */
export async function openZipSource(path: string, limits = ZIP_LIMITS): Promise<SongSource> {
  const zip = await openZip(path);
  try {
    const directory = await readZipDirectory(zip, limits);
    const files = songFiles(directory);
    return {
      list: (signal) => list(files, signal),
      count: () => Promise.resolve(files.length),
      has: (path) => Promise.resolve(directory.entries.has(path)),
      read: (path, options) => readEntry(zip, directory.entries.get(path), options),
      [Symbol.asyncDispose]() {
        zip.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false, strictFileNames: true });
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause)) {
      refuseZip(cause instanceof Error ? cause.message : String(cause), cause);
    }
    throw new AppError("not_found", `Cannot open "${path}"`, { cause });
  }
}

function songFiles({ entries, doubles }: ZipDirectory): SourceFile[] {
  const files: SourceFile[] = [];
  for (const [path, entry] of entries) {
    if (!isMidiPath(path)) continue;
    const reason = whyUnreadable(entry);
    const { sizeBytes } = entry;
    files.push({ path, sizeBytes, ...(reason && { refusal: { code: "unreadable", reason } }) });
  }
  const reason = "The archive has several files of this path";
  const refusal = { code: "unreadable", reason } as const;
  return [...files, ...doubles.map((path) => ({ path, sizeBytes: 0, refusal }))];
}

async function* list(
  files: readonly SourceFile[],
  signal: AbortSignal | undefined,
): AsyncGenerator<SourceFile> {
  for (const file of files) {
    signal?.throwIfAborted();
    yield file;
  }
}

async function readEntry(
  zip: ZipFile,
  entry: ZipEntry | undefined,
  { maxBytes, signal }: SourceReadOptions,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  if (!entry) throw new FileRefusal("unreadable", "The archive has no such file");
  const reason = whyUnreadable(entry);
  if (reason !== undefined) throw new FileRefusal("unreadable", reason);
  const isTooLarge = entry.sizeBytes > maxBytes ||
    entry.compressedSize > maxBytes + MAX_OVERHEAD_BYTES;
  if (isTooLarge) throw tooLarge(maxBytes);
  return await inflateEntry(zip, entry);
}
