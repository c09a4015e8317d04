// Finds songs as people type them, a page at a time: ranked by how they fit, or all by title.

import type { SongSummary } from "../song.ts";
import type { Candidate, SongFilter, SongStore } from "../song_store.ts";
import { calibrateScore } from "./calibrate_score.ts";
import { compareFits, type Fit } from "./compare_fits.ts";
import { normaliseName } from "./normalise_name.ts";
import { rankSongs, type SongIndex } from "./rank_songs.ts";
import { parseSongCursor, writeSongCursor } from "./song_cursor.ts";
import { summariseSong } from "./summarise_song.ts";

export type SongSearcher = SongIndex & Pick<SongStore, "list">;

export type SongQuery = {
  /** As somebody typed it; blank for all songs. */
  readonly text: string;
  readonly filter: SongFilter;
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
};

export type SongPage = {
  readonly songs: readonly SongSummary[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
};

/**
 * A page of the songs that fit, best first; of all by title when the text is blank.
 * @throws {AppError} `invalid_request` for a cursor that nobody gave out.
 */
export async function searchSongs(
  store: SongSearcher,
  query: SongQuery,
  signal?: AbortSignal,
): Promise<SongPage> {
  const after = query.cursor === undefined ? undefined : parseSongCursor(query.cursor);
  const fits = normaliseName(query.text) === ""
    ? await listSongs(store, query, after, signal)
    : (await rankSongs(store, query.text, query.filter, signal))
      .filter((song) => !after || compareFits(song, after) > 0);
  const page = fits.slice(0, query.limit);
  const isLast = fits.length <= query.limit;
  const songs = page.map((song) => summariseSong(song, calibrateScore(song.score)));
  return { songs, nextCursor: isLast ? null : writeSongCursor(page.at(-1)!) };
}

/** One more than asked for, which tells whether there is a next page. */
async function listSongs(
  store: SongSearcher,
  { filter, limit }: SongQuery,
  after: Fit | undefined,
  signal: AbortSignal | undefined,
): Promise<(Candidate & Fit)[]> {
  const songs = await store.list({ filter, limit: limit + 1, ...(after && { after }) }, signal);
  return songs.map((song) => ({ ...song, score: 1 }));
}
