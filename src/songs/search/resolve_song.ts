// Which song a name means. One that fits clearly best is taken; when several fit alike, or none
// fits well, the caller gets suggestions instead. The numbers were set on a million generated songs
// (tests/bench/songs/queries.tsv) and on the starter catalogue (tests/songs/search).

import { calibrateScore } from "./calibrate_score.ts";
import { normaliseName } from "./normalise_name.ts";
import { type RankedSong, rankSongs, type SongIndex } from "./rank_songs.ts";
import { summariseSong } from "./summarise_song.ts";
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

export type SongFinder = SongIndex & Pick<SongStore, "searchExact" | "find">;

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
  return chooseSong(await rankSongs(store, request, {}, signal));
}

/** The one song with exactly this name: it need not be compared with others. */
async function findOnly(
  store: SongFinder,
  name: string,
  signal: AbortSignal | undefined,
): Promise<SongSummary | undefined> {
  const [song, other] = await store.searchExact(normaliseName(name), 2, signal);
  return song && !other ? summariseSong(song, 1) : undefined;
}

async function resolveId(
  store: SongFinder,
  songId: string,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  const song = UUID.test(songId) ? await store.find(songId, signal) : undefined;
  return song ? { song: summariseSong(song, 1) } : { code: "song_not_found", suggestions: [] };
}

function chooseSong(ranked: readonly RankedSong[]): Resolution {
  const [best, ...others] = ranked;
  if (!best) return { code: "song_not_found", suggestions: [] };
  const second = others.find((other) => !isSameMusic(other, best));
  const isAlone = !second || best.score - second.score >= MIN_LEAD ||
    (best.score === 1 && second.score < 1);
  if (isAlone && best.hasAll && best.score >= MIN_FIT) {
    return { song: summariseRanked(best) };
  }
  const suggestions = ranked.slice(0, MAX_SUGGESTIONS).map(summariseRanked);
  const isShared = !isAlone && best.score >= MIN_PARTIAL_FIT;
  return { code: isShared ? "song_ambiguous" : "song_not_found", suggestions };
}

function summariseRanked(song: RankedSong): SongSummary {
  return summariseSong(song, calibrateScore(song.score));
}

/** Two files with the same notes under one name are one song to whoever names it. */
function isSameMusic(left: RankedSong, right: RankedSong): boolean {
  return left.fingerprint !== "" && left.fingerprint === right.fingerprint &&
    left.searchTitle === right.searchTitle && left.searchArtist === right.searchArtist;
}
