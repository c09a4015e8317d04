// Finds the songs that a name may mean, best first. What was typed is looked for as it is; only
// where no song has all of its words, words that are near them are looked for too: misspelt, spelt
// as they sound, joined or parted, and at last those that share trigrams.

import type { Candidate, SongFilter, SongLook, SongStore } from "../song_store.ts";
import { withoutAsides } from "./asides.ts";
import { compareFits } from "./compare_fits.ts";
import {
  findLikeWords,
  findNearWords,
  findTypedWords,
  type QueryWord,
  type WordIndex,
} from "./find_words.ts";
import { normaliseName } from "./normalise_name.ts";
import { neededWords } from "./needed_words.ts";
import { looksForNear, looksForSome, looksForTyped } from "./plan_looks.ts";
import { romanise } from "./romanise.ts";
import { songWords } from "./song_words.ts";
import { createSongScorer, type SongFit } from "./score_song.ts";

/** Below this a song has nothing to do with the name. */
const MIN_SCORE = 0.25;
/** Where less than this is found, words that merely look alike are tried. */
const LITTLE_SAID = 0.6;

export type SongIndex = WordIndex & Pick<SongStore, "findSongs">;

export type RankedSong = Candidate & Pick<SongFit, "score" | "hasAll">;

/** The songs that fit a text that is not blank, best first; its last word may be only begun. */
export async function rankSongs(
  index: SongIndex,
  text: string,
  filter: SongFilter,
  signal?: AbortSignal,
): Promise<RankedSong[]> {
  const query = normaliseName(text);
  const bare = withoutAsides(text);
  const finder = new SongFinder(index, text, { filter, ...(signal && { signal }) });
  const inLatin = romanise(query);
  await Promise.all([
    finder.find(query, bare),
    inLatin !== query && inLatin !== "" && finder.find(inLatin, romanise(bare)),
  ]);
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

  constructor(index: SongIndex, text: string, options: FinderOptions) {
    this.#index = index;
    this.#options = options;
    this.#fitOf = createSongScorer(text);
  }

  async find(text: string, bare: string): Promise<void> {
    const { signal } = this.#options;
    const typed = await findTypedWords(this.#index, text, signal);
    const asTyped = { all: typed, needed: neededWords(typed, bare) };
    if (await this.#seesAll(asTyped.needed, looksForTyped(text, asTyped))) return;
    const near = await findNearWords(this.#index, typed, signal);
    const asMeant = { all: near, needed: neededWords(near, bare) };
    if (await this.#seesAll(asMeant.needed, looksForNear(asMeant))) return;
    await this.#look(looksForSome(near));
    if (this.#mostSaid >= LITTLE_SAID) return;
    await this.#look(looksForSome(await findLikeWords(this.#index, near, signal)));
  }

  ranked(): RankedSong[] {
    return [...this.#found.values()].filter(({ score }) => score >= MIN_SCORE).sort(compareFits);
  }

  async #seesAll(words: readonly QueryWord[], looks: readonly SongLook[]): Promise<boolean> {
    return (await this.#look(looks)).some((song) => hasAll(song, words));
  }

  async #look(looks: readonly SongLook[]): Promise<readonly Candidate[]> {
    if (looks.length === 0) return [];
    const { filter, signal } = this.#options;
    const seen = await this.#index.findSongs(looks, filter, signal);
    for (const song of seen) {
      if (this.#found.has(song.songId)) continue;
      const { score, said, hasAll } = this.#fitOf(song);
      this.#found.set(song.songId, { ...song, score, hasAll });
      this.#mostSaid = Math.max(this.#mostSaid, said);
    }
    return seen;
  }
}

/** Whether a song has every word, or one that it stands for; the last may be only begun. */
function hasAll(song: Candidate, words: readonly QueryWord[]): boolean {
  const has = new Set(songWords(song));
  return words.every(({ word, stands, isLast }) =>
    stands.some((other) => has.has(other.word)) ||
    (isLast && [...has].some((other) => other.startsWith(word)))
  );
}
