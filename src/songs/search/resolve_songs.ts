import { resolveSong, type SongFinder } from "./resolve_song.ts";
import type { SongSummary } from "../song.ts";
import type { SongRequest } from "../song_request.ts";

/** One requested name and the song it means, or what it could mean. */
export type ResolvedSong = {
  readonly query: SongRequest;
  readonly song?: SongSummary;
  /** Empty when there is a song. */
  readonly suggestions: readonly SongSummary[];
};

/** Finds the song of each request, in order. */
export async function resolveSongs(
  store: SongFinder,
  requests: readonly SongRequest[],
  signal?: AbortSignal,
): Promise<ResolvedSong[]> {
  return await Promise.all(requests.map(async (query) => {
    const resolution = await resolveSong(store, query, signal);
    return "song" in resolution
      ? { query, song: resolution.song, suggestions: [] }
      : { query, suggestions: resolution.suggestions };
  }));
}
