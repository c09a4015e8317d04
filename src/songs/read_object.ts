// A stored object as one array, never more than its bound.

import { AppError } from "../errors.ts";

/** The part of the object store that reading needs. */
export interface StoredObjects {
  /** @throws {AppError} `not_found`, `storage_unavailable`. */
  get(key: string, options: { readonly signal: AbortSignal }): Promise<ReadableStream<Uint8Array>>;
}

/** @throws {AppError} `midi_too_large` over `maxBytes`, and what the store throws. */
export async function readObject(
  objects: StoredObjects,
  key: string,
  options: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of await objects.get(key, { signal: options.signal })) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > options.maxBytes) {
      throw new AppError("midi_too_large", "A stored file is larger than expected");
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
