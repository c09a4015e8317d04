// The contract of the store that keeps the catalogue.

import type { NewSong, SearchName, Song, SongRef, SongSummary } from "./song.ts";

/** Which songs count; a bound that is left out bounds nothing. */
export type SongFilter = {
  /** As songs show it: `C major`, `F# minor`. */
  readonly key?: string;
  readonly minTempoBpm?: number;
  readonly maxTempoBpm?: number;
  readonly minDurationSeconds?: number;
  readonly maxDurationSeconds?: number;
  readonly hasDrums?: boolean;
  readonly license?: string;
};

/** A song that may be meant, with what ranking compares. */
export type Candidate = Omit<SongSummary, "score"> & SearchName & {
  /** Equal for songs whose notes are the same; empty when nobody has listened. */
  readonly fingerprint: string;
};

/** Where a list by title goes on: behind this song. */
export type SongPlace = SearchName & { readonly songId: string };

export type ListOptions = {
  readonly filter: SongFilter;
  readonly limit: number;
  readonly after?: SongPlace;
};

/** A song as it is kept, with the key of its MIDI file. */
export type KeptSong = Song & Pick<NewSong, "objectKey" | "contentSha256" | "fingerprint">;

/** Where songs are kept. */
export interface SongStore {
  /**
   * The songs that a name may mean, in no order: what fits it best is among them. `query` is
   * normalised and not empty; its last word may be only begun.
   */
  search(query: string, filter: SongFilter, signal?: AbortSignal): Promise<Candidate[]>;
  /** All songs by title, then artist, then id. */
  list(options: ListOptions, signal?: AbortSignal): Promise<Candidate[]>;
  /** Songs whose title, title and artist, or artist and title are `query` (normalised). */
  searchExact(query: string, limit: number, signal?: AbortSignal): Promise<Candidate[]>;
  find(songId: string, signal?: AbortSignal): Promise<Song | undefined>;
  /** The object key of each song's MIDI file, in the order asked; undefined where there is none. */
  objectKeys(songIds: readonly string[], signal?: AbortSignal): Promise<(string | undefined)[]>;
  /** Whether each name is there already, in the order asked. */
  has(names: readonly SearchName[], signal?: AbortSignal): Promise<boolean[]>;
  /** Whether a song with each content (SHA-256, hex) is there already, in the order asked. */
  hasContents(hashes: readonly string[], signal?: AbortSignal): Promise<boolean[]>;
  /** A song with each fingerprint, in the order asked; undefined where there is none. */
  findAlike(
    fingerprints: readonly string[],
    signal?: AbortSignal,
  ): Promise<(SongRef | undefined)[]>;
  /** Adds songs, all or none of them; false for each whose content is there already. */
  add(songs: readonly NewSong[], signal?: AbortSignal): Promise<boolean[]>;
  /** Takes songs away, all or none of them; answers the keys of their MIDI files. */
  remove(songIds: readonly string[], signal?: AbortSignal): Promise<string[]>;
  /** Every song by id, from the one after `afterId`. */
  page(
    options: { readonly afterId?: string; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<KeptSong[]>;
  count(signal?: AbortSignal): Promise<number>;
  /** Another number whenever songs were added or removed since: what caches go by. */
  version(signal?: AbortSignal): Promise<number>;
}
