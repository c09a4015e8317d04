// Takes songs out of the catalogue: rows first, so that none ever names a file that is gone, then
// their files, and at last what was made of them.

import { mapAtMost } from "../import/map_at_most.ts";
import type { SongStore } from "../song_store.ts";
import { chooseSongs, type SongChoice } from "./choose_songs.ts";

const MAX_DELETES = 16;
/** Keys begin so, then comes the id of a song. */
const MADE_OF_SONGS = ["previews/", "thumbnails/"];
const ID_LENGTH = 36;

export type RemoveDependencies = {
  readonly store: Pick<SongStore, "page" | "find" | "remove">;
  readonly objects: {
    delete(key: string, signal?: AbortSignal): Promise<void>;
    list(prefix: string, signal?: AbortSignal): AsyncIterable<{ readonly key: string }>;
  };
};

/** Removes what is chosen and tells how many songs that were; `onRemoved` hears of each batch. */
export async function removeSongs(
  { store, objects }: RemoveDependencies,
  choice: SongChoice,
  { onRemoved, signal }: {
    readonly onRemoved?: (count: number) => void;
    readonly signal?: AbortSignal;
  } = {},
): Promise<number> {
  const removed = new Set<string>();
  for await (const songs of chooseSongs(store, choice, signal)) {
    const songIds = songs.map(({ songId }) => songId);
    const keys = await store.remove(songIds, signal);
    await deleteAll(objects, keys, signal);
    for (const songId of songIds) removed.add(songId);
    onRemoved?.(removed.size);
  }
  if (removed.size > 0) await removeMade(objects, removed, signal);
  return removed.size;
}

/** One that cannot be deleted does not keep the others: their rows are gone already. */
async function deleteAll(
  objects: RemoveDependencies["objects"],
  keys: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const failures: unknown[] = [];
  await mapAtMost(
    keys,
    MAX_DELETES,
    (key) => objects.delete(key, signal).catch((error) => void failures.push(error)),
  );
  if (failures.length > 0) throw failures[0];
}

/** One look at all of them: a store of files reads its folder whole for every question. */
async function removeMade(
  objects: RemoveDependencies["objects"],
  songIds: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const prefix of MADE_OF_SONGS) {
    for await (const { key } of objects.list(prefix, signal)) {
      const songId = key.slice(prefix.length, prefix.length + ID_LENGTH);
      if (songIds.has(songId)) await objects.delete(key, signal);
    }
  }
}
