import { FileRefusal } from "../../songs/import/refusal.ts";

export type ReadAtMostOptions = {
  readonly maxBytes: number;
  /** As far as it is known; the end of the file decides. */
  readonly sizeBytes: number;
  readonly signal?: AbortSignal | undefined;
};

/**
 * All bytes that `read` gives, as `Deno.FsFile.read` does.
 * @throws {FileRefusal} `midi_too_large` when there are more than `maxBytes`.
 */
export async function readAtMost(
  read: (chunk: Uint8Array) => Promise<number | null>,
  { maxBytes, sizeBytes, signal }: ReadAtMostOptions,
): Promise<Uint8Array> {
  // One byte more than there should be, so that the end is met without growing.
  let buffer = new Uint8Array(Math.min(sizeBytes, maxBytes) + 1);
  let length = 0;
  for (;;) {
    signal?.throwIfAborted();
    const count = await read(buffer.subarray(length));
    if (count === null || count === 0) return buffer.subarray(0, length);
    length += count;
    if (length > maxBytes) throw tooLarge(maxBytes);
    if (length === buffer.length) buffer = grow(buffer, maxBytes + 1);
  }
}

/** What is said of a file over a limit. */
export function tooLarge(maxBytes: number): FileRefusal {
  return new FileRefusal("midi_too_large", `The file is over ${maxBytes} bytes`);
}

function grow(buffer: Uint8Array, maxLength: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(buffer.length * 2, maxLength));
  larger.set(buffer);
  return larger;
}
