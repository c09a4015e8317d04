// Finds the songs that a name may mean, best first. What was typed is looked for as it is; only
// where no song has all of its words, words that are near them are looked for too: misspelt, spelt
// as they sound, joined or parted, and at last those that share trigrams.

import type { Candidate, SongFilter, SongLook, SongStore } from "../song_store.ts";
import { compareFits } from "./compare_fits.ts";
import {
  findLikeWords,
  findNearWords,
  findTypedWords,
  type QueryWord,
  type WordIndex,
} from "./find_words.ts";
import { looksForAll, looksForSome, looksForTyped } from "./plan_looks.ts";
import { romanise } from "./romanise.ts";
import { songWords } from "./song_words.ts";
import { createSongScorer, type SongFit } from "./score_song.ts";

/** Below this a song has nothing to do with the name. */
const MIN_SCORE = 0.25;
const MIN_LAST_LENGTH = 3;
/** Where less than this is found, words that merely look alike are tried. */
const LITTLE_SAID = 0.6;

export type SongIndex = WordIndex & Pick<SongStore, "findSongs">;

export type RankedSong = Candidate & { readonly score: number };

/** The songs that fit `query`, normalised and not empty; its last word may be only begun. */
export async function rankSongs(
  index: SongIndex,
  query: string,
  filter: SongFilter,
  signal?: AbortSignal,
): Promise<RankedSong[]> {
  const finder = new SongFinder(index, query, { filter, ...(signal && { signal }) });
  const texts = [...new Set([query, romanise(query)])].filter((text) => text !== "");
  await Promise.all(texts.map((text) => finder.find(text)));
  return finder.ranked();
}

type FinderOptions = { readonly filter: SongFilter; readonly signal?: AbortSignal };

/** What one search has found so far. */
class SongFinder {
  readonly #index: SongIndex;
  readonly #options: FinderOptions;
  readonly #fitOf: (song: Candidate) => SongFit;
  readonly #found = new Map<string, RankedSong>();
  #mostSaid = 0;

  constructor(index: SongIndex, query: string, options: FinderOptions) {
    this.#index = index;
    this.#options = options;
    this.#fitOf = createSongScorer(query);
  }

  async find(text: string): Promise<void> {
    const { signal } = this.#options;
    const typed = await findTypedWords(this.#index, text, signal);
    const said = withoutShortLast(typed);
    if (await this.#seesAll(said, looksForTyped(text, said))) return;
    const near = await findNearWords(this.#index, typed, signal);
    if (await this.#seesAll(near, looksForAll(near))) return;
    await this.#look(looksForSome(near));
    if (this.#mostSaid >= LITTLE_SAID) return;
    await this.#look(looksForSome(await findLikeWords(this.#index, near, signal)));
  }

  ranked(): RankedSong[] {
    return [...this.#found.values()].filter(({ score }) => score >= MIN_SCORE).sort(compareFits);
  }

  /** Whether a song has all of the words. Where one of them is no song's, nobody need look. */
  async #seesAll(words: readonly QueryWord[], looks: readonly SongLook[]): Promise<boolean> {
    if (!words.every(({ stands }) => stands.length > 0)) return false;
    return (await this.#look(looks)).some((song) => hasAll(song, words));
  }

  async #look(looks: readonly SongLook[]): Promise<readonly Candidate[]> {
    if (looks.length === 0) return [];
    const { filter, signal } = this.#options;
    const seen = await this.#index.findSongs(looks, filter, signal);
    for (const song of seen) {
      if (this.#found.has(song.songId)) continue;
      const { score, said } = this.#fitOf(song);
      this.#found.set(song.songId, { ...song, score });
      this.#mostSaid = Math.max(this.#mostSaid, said);
    }
    return seen;
  }
}

/** A short last word is but begun: it is left to the ranking. */
function withoutShortLast(words: readonly QueryWord[]): readonly QueryWord[] {
  const { word, stands } = words.at(-1)!;
  const isAllThereIs = words.length === 1 && stands.length > 0;
  return word.length < MIN_LAST_LENGTH && !isAllThereIs ? words.slice(0, -1) : words;
}

function hasAll(song: Candidate, words: readonly QueryWord[]): boolean {
  const has = new Set(songWords(song));
  return words.every(({ stands }) => stands.some(({ word }) => has.has(word)));
}
