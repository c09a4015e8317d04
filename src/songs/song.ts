// A song of the catalogue, and the contract of the store that keeps it.

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
  /** How well it fits the query, 0–1; 1 when there was none. */
  score: z.number(),
}).meta({ id: "SongSummary" });

/** A song with its analysis. */
export const songSchema = songSummarySchema.omit({ score: true }).extend({
  license: z.string(),
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
  /** Title and artist as `normaliseName` leaves them: what searches compare. */
  readonly searchTitle: string;
  readonly searchArtist: string;
};

/** What makes two songs the same. */
export type SearchName = Pick<NewSong, "searchTitle" | "searchArtist">;

/** Where songs are kept. */
export interface SongStore {
  /**
   * Songs whose title, or title and artist, look like `query` (already normalised), best first.
   * An empty query gives all, by title. `score` is 1 for an exact title or title with artist.
   */
  search(query: string, limit: number, signal?: AbortSignal): Promise<SongSummary[]>;
  /** Songs whose title, or title and artist, are exactly `query` (already normalised). */
  searchExact(query: string, limit: number, signal?: AbortSignal): Promise<SongSummary[]>;
  find(songId: string, signal?: AbortSignal): Promise<Song | undefined>;
  /** The object key of each song's MIDI file, in the order asked; undefined where there is none. */
  objectKeys(songIds: readonly string[], signal?: AbortSignal): Promise<(string | undefined)[]>;
  /** Whether each name is there already, in the order asked. */
  has(names: readonly SearchName[], signal?: AbortSignal): Promise<boolean[]>;
  /** Adds a song; false when its title and artist are there already. */
  add(song: NewSong, signal?: AbortSignal): Promise<boolean>;
  count(signal?: AbortSignal): Promise<number>;
}
