// The contract of the store that keeps the catalogue.

import type { NewSong, SearchName, Song, SongRef, SongSummary } from "./song.ts";

/** Which songs count; a bound that is left out bounds nothing. */
export type SongFilter = {
  /** As songs show it: `C major`, `F# minor`. */
  readonly key?: string | undefined;
  readonly minTempoBpm?: number | undefined;
  readonly maxTempoBpm?: number | undefined;
  readonly minDurationSeconds?: number | undefined;
  readonly maxDurationSeconds?: number | undefined;
  readonly hasDrums?: boolean | undefined;
  readonly license?: string | undefined;
};

/** A song that may be meant, with what ranking compares. */
export type Candidate = Omit<SongSummary, "score"> & SearchName & {
  /** Equal for songs whose notes are the same; empty when nobody has listened. */
  readonly fingerprint: string;
};

/** A word that songs have, and how many do. */
export type CatalogueWord = { readonly word: string; readonly songs: number };

/** A word as it was found. */
export type FoundWord = CatalogueWord & {
  /** The one that led to it, of the keys or words that were asked for. */
  readonly key: string;
};

/** One way to look at the catalogue. All texts are normalised. */
export type SongLook =
  /** Songs of one of these titles, or titles and artists. */
  | { readonly named: readonly string[] }
  /** Songs whose title, or whose artist, begins so. */
  | { readonly begun: string }
  /** Songs with a word of each group; those with the fewest words first. */
  | { readonly words: readonly (readonly string[])[] };

/** How many songs one look sees at most. */
export const MAX_SEEN = 40;

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
  /** Words with each of these keys; a word with two of them is found twice. */
  findWords(keys: readonly string[], signal?: AbortSignal): Promise<FoundWord[]>;
  /** The commonest words that begin so. */
  findBegunWords(beginning: string, signal?: AbortSignal): Promise<CatalogueWord[]>;
  /** The words that share the most trigrams with each of these. */
  findLikeWords(words: readonly string[], signal?: AbortSignal): Promise<FoundWord[]>;
  /** What is seen by each look, `MAX_SEEN` songs at most, each song once, in no order. */
  findSongs(
    looks: readonly SongLook[],
    filter: SongFilter,
    signal?: AbortSignal,
  ): Promise<Candidate[]>;
  /** All songs by title, then artist, then id. */
  list(options: ListOptions, signal?: AbortSignal): Promise<Candidate[]>;
  /** Songs whose title, or title and artist, are exactly `query` (normalised). */
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
