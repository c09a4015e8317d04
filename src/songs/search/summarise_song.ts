import type { SongSummary } from "../song.ts";

/** What lists and searches show of a song, and nothing else it may bring along. */
export function summariseSong(song: Omit<SongSummary, "score">, score: number): SongSummary {
  const { songId, title, artist, durationSeconds, tempoBpm, key, hasDrums, license } = song;
  return { songId, title, artist, durationSeconds, tempoBpm, key, hasDrums, license, score };
}
