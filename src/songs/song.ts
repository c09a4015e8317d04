// A song of the catalogue.

import { z } from "zod";

const keySchema = z.object({
  tonic: z.int().min(0).max(11),
  mode: z.enum(["major", "minor"]),
});

/** A song as lists and searches show it. */
export const songSummarySchema = z.object({
  songId: z.uuid(),
  title: z.string(),
  artist: z.string(),
  durationSeconds: z.number(),
  tempoBpm: z.number(),
  /** For people: `C major`, `F# minor`. */
  key: z.string(),
  hasDrums: z.boolean(),
  license: z.string(),
  /** How likely it is what the query means, 0–1; 1 for its exact name, or without a query. */
  score: z.number(),
}).meta({ id: "SongSummary" });

/** A song with its analysis. */
export const songSchema = songSummarySchema.omit({ score: true }).extend({
  sourceNote: z.string(),
  createdAt: z.iso.datetime(),
  analysis: z.object({
    key: keySchema,
    keyConfidence: z.number(),
    meter: z.object({ numerator: z.int(), denominator: z.int() }),
    bars: z.int(),
    sections: z.array(z.object({ label: z.string(), startBar: z.int(), bars: z.int() })),
    roles: z.array(z.object({ role: z.string(), program: z.int(), notes: z.int() })),
  }),
}).meta({ id: "Song" });

/** A song inside a Job. */
export const songRefSchema = z.object({
  songId: z.uuid(),
  title: z.string(),
  artist: z.string(),
}).meta({ id: "SongRef" });

export type SongSummary = z.infer<typeof songSummarySchema>;
export type Song = z.infer<typeof songSchema>;
export type SongRef = z.infer<typeof songRefSchema>;

/** A song to be added, with the key of its stored MIDI file. */
export type NewSong = Song & {
  readonly objectKey: string;
  /** Of the MIDI file, in hex: what tells songs apart. */
  readonly contentSha256: string;
  /** Equal for songs whose notes are the same; empty when there are too few to tell. */
  readonly fingerprint: string;
  /** Title and artist as `normaliseName` leaves them: what searches compare. */
  readonly searchTitle: string;
  readonly searchArtist: string;
};

/** What searches compare. */
export type SearchName = Pick<NewSong, "searchTitle" | "searchArtist">;
