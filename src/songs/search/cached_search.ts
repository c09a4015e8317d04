// Searches that were made before are answered from a cache, until the catalogue changes: the key
// has its version, read from the database each time, so that no answer is ever out of date.

import type { SongStore } from "../song_store.ts";
import { asidesOf, withoutAsides } from "./asides.ts";
import { normaliseName } from "./normalise_name.ts";
import { searchSongs, type SongPage, type SongQuery, type SongSearcher } from "./search_songs.ts";

/** Where pages are kept. One that fails or forgets is only slow: it answers undefined. */
export interface SongPageCache {
  get(key: string): Promise<string | undefined> | string | undefined;
  set(key: string, page: string): Promise<void> | void;
}

/** `searchSongs` with its store. */
export type SearchSongs = (query: SongQuery, signal?: AbortSignal) => Promise<SongPage>;

export type CachedSearchDependencies = {
  readonly store: SongSearcher & Pick<SongStore, "version">;
  readonly cache: SongPageCache;
};

export function createCachedSearch({ store, cache }: CachedSearchDependencies): SearchSongs {
  return async (query, signal) => {
    const key = keyOf(await store.version(signal), query);
    const kept = await cache.get(key);
    if (kept !== undefined) return JSON.parse(kept);
    const page = await searchSongs(store, query, signal);
    await cache.set(key, JSON.stringify(page));
    return page;
  };
}

/** Queries that mean the same have one key; brackets and guests are part of what one means. */
function keyOf(version: number, { text, filter, limit, cursor }: SongQuery): string {
  const bounds = Object.entries(filter).sort(([left], [right]) => left < right ? -1 : 1);
  const meant = [normaliseName(text), withoutAsides(text), ...asidesOf(text)];
  return JSON.stringify([version, meant, bounds, limit, cursor ?? null]);
}
