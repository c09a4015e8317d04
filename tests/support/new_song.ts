import type { NewSong } from "../../src/songs/song.ts";
import { normaliseName } from "../../src/songs/search/normalise_name.ts";

/** A song ready to be added, with whatever the test does not care about filled in. */
export function newSong(
  title: string,
  artist: string,
  overrides: Partial<NewSong> = {},
): NewSong {
  const songId = overrides.songId ?? crypto.randomUUID();
  return {
    songId,
    title,
    artist,
    durationSeconds: 75.5,
    tempoBpm: 96,
    key: "A minor",
    hasDrums: false,
    license: "CC0-1.0",
    sourceNote: "Written for a test",
    createdAt: "2026-10-01T12:00:00.000Z",
    analysis: {
      key: { tonic: 9, mode: "minor" },
      keyConfidence: 0.8,
      meter: { numerator: 6, denominator: 8 },
      bars: 40,
      sections: [{ label: "A", startBar: 0, bars: 16 }, { label: "B", startBar: 16, bars: 24 }],
      roles: [{ role: "melody", program: 73, notes: 120 }, {
        role: "bass",
        program: 32,
        notes: 80,
      }],
    },
    contentSha256: songId.replaceAll("-", "").repeat(2),
    fingerprint: "",
    objectKey: `songs/${songId}.mid`,
    searchTitle: normaliseName(title),
    searchArtist: normaliseName(artist),
    ...overrides,
  };
}
