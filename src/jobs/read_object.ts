// A stored MIDI file as one array, never more than its bound.

import { AppError } from "../errors.ts";
import type { ObjectStore } from "./object_store.ts";

/** @throws {AppError} `midi_too_large` over `maxBytes`, and what the store throws. */
export async function readObject(
  objects: ObjectStore,
  key: string,
  options: { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of await objects.get(key, { signal: options.signal })) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > options.maxBytes) {
      throw new AppError("midi_too_large", "A stored MIDI file is larger than expected");
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
