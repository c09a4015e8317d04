import { FileRefusal } from "../../src/songs/import/refusal.ts";
import type { SongSource } from "../../src/songs/import/song_source.ts";

/** Files in memory, listed in the order given; one without bytes cannot be read. */
export function memorySource(
  files: Readonly<Record<string, Uint8Array | undefined>>,
): SongSource {
  return {
    list: () =>
      ReadableStream.from(
        Object.entries(files).map(([path, bytes]) => ({ path, sizeBytes: bytes?.length ?? 0 })),
      ),
    count: () => Promise.resolve(Object.keys(files).length),
    has: (path) => Promise.resolve(files[path] !== undefined),
    read: (path) => {
      const bytes = files[path];
      return bytes
        ? Promise.resolve(bytes)
        : Promise.reject(new FileRefusal("unreadable", "It cannot be read"));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
