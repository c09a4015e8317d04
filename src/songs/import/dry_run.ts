// An import that changes nothing: the same steps, with a store and files that only remember.

import type { SongRef } from "../song.ts";
import type { BatchDependencies } from "./import_batch.ts";

/** The catalogue as it would be; nothing is written. Remembers some 150 bytes of each song. */
export function dryRun({ store, ...deps }: BatchDependencies): BatchDependencies {
  const contents = new Set<string>();
  const fingerprints = new Map<string, SongRef>();
  return {
    ...deps,
    files: { put: () => Promise.resolve() },
    store: {
      async hasContents(hashes, signal) {
        const areThere = await store.hasContents(hashes, signal);
        return hashes.map((hash, index) => areThere[index] === true || contents.has(hash));
      },
      async findAlike(asked, signal) {
        const found = await store.findAlike(asked, signal);
        return asked.map((fingerprint, index) => found[index] ?? fingerprints.get(fingerprint));
      },
      add(songs) {
        for (const { contentSha256, fingerprint, songId, title, artist } of songs) {
          contents.add(contentSha256);
          if (fingerprint === "" || fingerprints.has(fingerprint)) continue;
          fingerprints.set(fingerprint, { songId, title, artist });
        }
        return Promise.resolve(songs.map(() => true));
      },
    },
  };
}
