// The bytes of one file of a zip archive, never more than it states, and only if they are the ones
// that were packed.

import { Buffer } from "node:buffer";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
// @ts-types="@types/yauzl"
import type { ZipFile } from "yauzl";
import { FileRefusal } from "../../songs/import/refusal.ts";
import type { ZipEntry } from "./zip_directory.ts";

const STORED = 0;
const DEFLATED = 8;
const inflate = promisify(inflateRaw) as (
  bytes: Uint8Array,
  options: { readonly maxOutputLength: number },
) => Promise<Uint8Array>;

/** Why an entry cannot be read, as far as the directory tells. */
export function whyUnreadable(
  { isEncrypted, compressionMethod }: ZipEntry,
): string | undefined {
  if (isEncrypted) return "It is encrypted";
  const isKnown = compressionMethod === STORED || compressionMethod === DEFLATED;
  return isKnown ? undefined : `It is packed in an unknown way: method ${compressionMethod}`;
}

/**
 * Reads and unpacks an entry that was not found unreadable.
 * @throws {FileRefusal} `unreadable` when it is damaged or lies about its size.
 */
export async function inflateEntry(zip: ZipFile, entry: ZipEntry): Promise<Uint8Array> {
  const bytes = await readPacked(zip, entry)
    .then((packed) => entry.compressionMethod === STORED ? packed : unpack(packed, entry))
    .catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new FileRefusal("unreadable", `It is damaged: ${why}`, { cause });
    });
  if (bytes.length !== entry.sizeBytes) {
    throw new FileRefusal("unreadable", "It is not as large as the archive says");
  }
  if (crc32(bytes) === entry.crc32) return bytes;
  throw new FileRefusal("unreadable", "It is damaged: its checksum differs");
}

async function unpack(packed: Uint8Array, { sizeBytes }: ZipEntry): Promise<Uint8Array> {
  if (packed.length === 0) return packed;
  return await inflate(packed, { maxOutputLength: sizeBytes + 1 });
}

/** Of an entry the library needs to know no more than where it lies and how long it is. */
type HeaderReader = {
  readLocalFileHeaderPromise(
    entry: Pick<ZipEntry, "relativeOffsetOfLocalHeader" | "compressedSize">,
    options: { readonly minimal: true },
  ): Promise<{ readonly fileDataStart: number }>;
};

/** The library checks that header and bytes lie inside the archive. */
async function readPacked(zip: ZipFile, entry: ZipEntry): Promise<Uint8Array> {
  const { compressedSize } = entry;
  const reader: HeaderReader = zip;
  const { fileDataStart } = await reader.readLocalFileHeaderPromise(entry, { minimal: true });
  const open = promisify(zip.openReadStreamLowLevel).bind(zip);
  const stream: Readable = await open(
    fileDataStart,
    compressedSize,
    0,
    compressedSize,
    false,
    null,
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
