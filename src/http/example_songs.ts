// The songs that the examples of the documents tell of.

import type { SongSummary } from "../songs/song.ts";

/** By name with and without an artist, and by id. */
export const EXAMPLE_SONGS = [
  "The Entertainer - Scott Joplin",
  "Greensleeves",
  { songId: "5b0c7a52-3a0e-4f4e-9a0b-1f4f6f1d2a03" },
] as const;

export const EXAMPLE_SUMMARY: SongSummary = {
  songId: "5b0c7a52-3a0e-4f4e-9a0b-1f4f6f1d2a01",
  title: "The Entertainer",
  artist: "Scott Joplin",
  durationSeconds: 232.5,
  tempoBpm: 82,
  key: "C major",
  hasDrums: false,
  license: "Public domain",
  score: 1,
};
