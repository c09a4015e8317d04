// Which song a name means. One that fits clearly best is taken; when several fit alike, or none
// fits well, the caller gets suggestions instead. The numbers were set on the starter catalogue
// (tests/songs/resolve_songs_test.ts).

import { normaliseName } from "./normalise_name.ts";
import { searchSongs, type SongSearcher } from "./search_songs.ts";
import type { SongSummary } from "../song.ts";
import type { SongStore } from "../song_store.ts";
import type { SongRequest } from "../song_request.ts";

export const MAX_SUGGESTIONS = 5;

/** A song that fits this well is meant: at least half of its title was said, and nothing else. */
const MIN_FIT = 0.75;
/** Several songs that fit at least this well, and alike, make the name ambiguous. */
const MIN_PARTIAL_FIT = 0.5;
/** How far the best must lead to be clearly best. */
const MIN_LEAD = 0.08;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export type SongFinder = SongSearcher & Pick<SongStore, "searchExact" | "find">;

/** The song that is meant, or why there is none and what else could be meant. */
export type Resolution =
  | { readonly song: SongSummary }
  | {
    readonly code: "song_not_found" | "song_ambiguous";
    readonly suggestions: readonly SongSummary[];
  };

/** Finds the song of one request. */
export async function resolveSong(
  store: SongFinder,
  request: SongRequest,
  signal?: AbortSignal,
): Promise<Resolution> {
  if (typeof request !== "string") return await resolveId(store, request.songId, signal);
  const song = await findOnly(store, request, signal);
  if (song) return { song };
  const query = { text: request, filter: {}, limit: MAX_SUGGESTIONS };
  return chooseSong((await searchSongs(store, query, signal)).songs);
}

/** The one song with exactly this name: it need not be compared with others. */
async function findOnly(
  store: SongFinder,
  name: string,
  signal: AbortSignal | undefined,
): Promise<SongSummary | undefined> {
  const [song, other] = await store.searchExact(normaliseName(name), 2, signal);
  return song && !other ? summaryOf(song) : undefined;
}

async function resolveId(
  store: SongFinder,
  songId: string,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  const song = UUID.test(songId) ? await store.find(songId, signal) : undefined;
  return song ? { song: summaryOf(song) } : { code: "song_not_found", suggestions: [] };
}

function chooseSong(found: readonly SongSummary[]): Resolution {
  const [best, second] = found;
  if (!best) return { code: "song_not_found", suggestions: found };
  const isAlone = !second || best.score - second.score >= MIN_LEAD ||
    (best.score === 1 && second.score < 1);
  if (isAlone && best.score >= MIN_FIT) return { song: best };
  const isShared = !isAlone && best.score >= MIN_PARTIAL_FIT;
  return { code: isShared ? "song_ambiguous" : "song_not_found", suggestions: found };
}

function summaryOf(song: Omit<SongSummary, "score">): SongSummary {
  const { songId, title, artist, durationSeconds, tempoBpm, key, hasDrums, license } = song;
  return { songId, title, artist, durationSeconds, tempoBpm, key, hasDrums, license, score: 1 };
}
