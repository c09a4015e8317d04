// The directory of a zip archive, read whole and judged before any file is: names that lead out of
// the archive, links and bombs make all of it untrustworthy.

// @ts-types="@types/yauzl"
import type { Entry, ZipFile } from "yauzl";
import { AppError } from "../../errors.ts";

export type ZipLimits = {
  readonly maxEntries: number;
  /** Of all entries as stated. What is inflated stays below, as none may exceed what it states. */
  readonly maxBytes: number;
  /** How many times its own size an archive may grow to. */
  readonly maxRatio: number;
  /** Below it no archive is a bomb, whatever its ratio. */
  readonly harmlessBytes: number;
};

/** Honest MIDI files shrink to a tenth; deflate makes at most 1,032 bytes of one. */
export const ZIP_LIMITS: ZipLimits = {
  maxEntries: 1_000_000,
  maxBytes: 64 * 1024 ** 3,
  maxRatio: 250,
  harmlessBytes: 64 * 1024 ** 2,
};

/** What is kept of an entry: all that it takes to find its bytes and to check them. */
export type ZipEntry =
  & Pick<
    Entry,
    "compressedSize" | "compressionMethod" | "crc32" | "relativeOffsetOfLocalHeader"
  >
  & { readonly sizeBytes: number; readonly isEncrypted: boolean };

export type ZipDirectory = {
  /** Files by path, in the order of the archive. */
  readonly entries: ReadonlyMap<string, ZipEntry>;
  /** Paths that were there already: which of the files is meant cannot be told. */
  readonly doubles: readonly string[];
};

/** @throws {AppError} `invalid_request` when the archive is not to be trusted or read. */
export async function readZipDirectory(zip: ZipFile, limits: ZipLimits): Promise<ZipDirectory> {
  if (zip.entryCount > limits.maxEntries) refuseZip(`it has over ${limits.maxEntries} entries`);
  const entries = new Map<string, ZipEntry>();
  const doubles: string[] = [];
  let totalBytes = 0;
  for await (const entry of eachEntry(zip)) {
    judgeEntry(entry);
    totalBytes += entry.uncompressedSize;
    judgeSize(totalBytes, zip.fileSize, limits);
    if (entry.fileName.endsWith("/")) continue;
    if (entries.has(entry.fileName)) doubles.push(entry.fileName);
    else entries.set(entry.fileName, keep(entry));
  }
  return { entries, doubles };
}

/** @throws {AppError} `invalid_request`: the archive, and with it the import, is given up. */
export function refuseZip(why: string, cause?: unknown): never {
  throw new AppError("invalid_request", `Cannot import the archive: ${why}`, { cause });
}

/** The library refuses `..`, absolute paths, drives and backslashes while it reads. */
async function* eachEntry(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    refuseZip(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

function judgeEntry({ fileName, externalFileAttributes }: Entry): void {
  const name = JSON.stringify(fileName);
  if (/\p{Cc}/u.test(fileName)) refuseZip(`invalid characters in fileName: ${name}`);
  const segments = fileName.replace(/\/$/, "").split("/");
  if (segments.some((segment) => segment === "" || segment === ".")) {
    refuseZip(`invalid relative path: ${name}`);
  }
  const mode = externalFileAttributes >>> 16;
  if ((mode & FILE_TYPE) === SYMBOLIC_LINK) refuseZip(`it holds a symbolic link: ${name}`);
}

function judgeSize(
  totalBytes: number,
  fileSize: number,
  { maxBytes, maxRatio, harmlessBytes }: ZipLimits,
): void {
  if (totalBytes > maxBytes) refuseZip(`it holds over ${maxBytes} bytes`);
  if (totalBytes > harmlessBytes && totalBytes > fileSize * maxRatio) {
    refuseZip(`it would grow to over ${maxRatio} times its size`);
  }
}

function keep(entry: Entry): ZipEntry {
  const { compressedSize, compressionMethod, crc32, relativeOffsetOfLocalHeader } = entry;
  return {
    compressedSize,
    compressionMethod,
    crc32,
    relativeOffsetOfLocalHeader,
    sizeBytes: entry.uncompressedSize,
    isEncrypted: entry.isEncrypted(),
  };
}
