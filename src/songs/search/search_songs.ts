import { normaliseName } from "./normalise_name.ts";
import { scoreSong } from "./score_song.ts";
import type { SongStore, SongSummary } from "../song.ts";

/** How many songs that look alike are compared. */
const CANDIDATES = 50;
/** Below this a song has nothing to do with the name. */
const MIN_SCORE = 0.25;

/** The songs that fit a name as somebody typed it, best first; all by title when it is blank. */
export async function searchSongs(
  store: Pick<SongStore, "search">,
  name: string,
  limit: number,
  signal?: AbortSignal,
): Promise<SongSummary[]> {
  const query = normaliseName(name);
  if (query === "") return await store.search(query, limit, signal);
  const candidates = await store.search(query, Math.max(limit, CANDIDATES), signal);
  return candidates
    .map((song) => ({ ...song, score: scoreSong(query, song) }))
    .filter(({ score }) => score >= MIN_SCORE)
    .sort((left, right) => right.score - left.score || compareTitles(left, right))
    .slice(0, limit);
}

function compareTitles(left: SongSummary, right: SongSummary): number {
  const [one, other] = [normaliseName(left.title), normaliseName(right.title)];
  return one < other ? -1 : one > other ? 1 : 0;
}
