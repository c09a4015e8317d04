// What the search and the resolver of the server make of a query of the test set.

import { resolveSongs } from "../../../src/songs/search/resolve_songs.ts";
import { searchSongs } from "../../../src/songs/search/search_songs.ts";
import type { SongStore } from "../../../src/songs/song_store.ts";
import { isSameSong } from "./is_same_song.ts";
import type { SongName } from "./name_song.ts";
import { isResolved, type TestQuery } from "./test_query.ts";

const FOUND_SONGS = 5;

export type Judgement = {
  readonly query: TestQuery;
  /** Where the right song came, from 0; undefined: not among the first five. */
  readonly rank: number | undefined;
  readonly found: readonly (SongName & { readonly score: number })[];
  /** Undefined where the resolver was not asked. */
  readonly resolved: "right" | "wrong" | "open" | undefined;
  readonly searchMs: number;
  readonly resolveMs: number;
};

export async function judgeQuery(store: SongStore, query: TestQuery): Promise<Judgement> {
  const startMs = performance.now();
  const page = await searchSongs(store, { text: query.query, filter: {}, limit: FOUND_SONGS });
  const searchedMs = performance.now();
  const [resolution] = isResolved(query) ? await resolveSongs(store, [query.query]) : [];
  const rank = page.songs.findIndex((song) => isSameSong(song, query));
  return {
    query,
    rank: rank < 0 ? undefined : rank,
    found: page.songs,
    resolved: resolution && verdictOf(resolution.song, query),
    searchMs: searchedMs - startMs,
    resolveMs: performance.now() - searchedMs,
  };
}

function verdictOf(song: SongName | undefined, query: TestQuery): "right" | "wrong" | "open" {
  if (song === undefined) return "open";
  return isSameSong(song, query) ? "right" : "wrong";
}
