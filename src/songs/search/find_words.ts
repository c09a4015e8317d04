// The words of the catalogue that the words of a query may stand for.

import type { CatalogueWord, SongStore } from "../song_store.ts";
import { hearWord } from "./hear_word.ts";
import { isSpeltAlike, likenessOf, matchWords } from "./match_words.ts";
import { isSound, wordKeys } from "./word_keys.ts";
import { wordsOf } from "./words_of.ts";

/** A word of a query, and the words of the catalogue that it may stand for. */
export type QueryWord = {
  readonly word: string;
  readonly stands: readonly CatalogueWord[];
  /** The last word, which may be only begun: more words may begin so than stand here. */
  readonly isLast: boolean;
};

export type WordIndex = Pick<SongStore, "findWords" | "findBegunWords" | "findLikeWords">;

/** So many words begin with fewer letters that they are no help. */
const MIN_BEGUN_LENGTH = 3;
/** Trigrams tell nothing of shorter words. */
const MIN_LIKE_LENGTH = 4;
const MAX_STANDS = 40;
const MIN_SPLIT_LENGTH = 6;
const MIN_PART_LENGTH = 2;

/** Each word for itself, and the last also for those that begin so. */
export async function findTypedWords(
  index: WordIndex,
  query: string,
  signal?: AbortSignal,
): Promise<QueryWord[]> {
  const words = wordsOf(query);
  const last = words.at(-1) ?? "";
  const [found, begun] = await Promise.all([
    index.findWords([...new Set(words)], signal),
    last.length < MIN_BEGUN_LENGTH ? [] : index.findBegunWords(last, signal),
  ]);
  return words.map((word, place) => {
    const isLast = place === words.length - 1;
    const whole = found.filter((other) => other.word === word);
    const longer = isLast ? begun.filter((other) => other.word !== word) : [];
    return { word, stands: [...whole, ...longer], isLast };
  });
}

/** Also for words that are one error away, sound the same, or are joined or parted otherwise. */
export async function findNearWords(
  index: WordIndex,
  words: readonly QueryWord[],
  signal?: AbortSignal,
): Promise<QueryWord[]> {
  const spellings = spellingsOf(words);
  const parts = words.flatMap(({ word, stands }) => stands.length === 0 ? partsOf(word) : []);
  const found = await index.findWords([...spellings.keys(), ...parts.flat()], signal);
  const known = new Map(found.map((other) => [other.word, other]));
  const near = words.map((): CatalogueWord[] => []);
  for (const other of found) {
    const isNear = isSound(other.key) ? isSpeltAlike : isMisspelt;
    for (const { places, text } of spellings.get(other.key) ?? []) {
      if (!isNear(text, other.word)) continue;
      for (const place of places) near[place]!.push(other);
    }
  }
  return words.map(({ word, stands, isLast }, place) => {
    const parted = stands.length === 0 ? rarerParts(word, known) : [];
    return { word, stands: closest(word, [...stands, ...near[place]!, ...parted]), isLast };
  });
}

/** Also for words that share trigrams, where nothing nearer was found. */
export async function findLikeWords(
  index: WordIndex,
  words: readonly QueryWord[],
  signal?: AbortSignal,
): Promise<QueryWord[]> {
  const lost = words.filter(({ word, stands }) =>
    stands.length === 0 && word.length >= MIN_LIKE_LENGTH
  );
  if (lost.length === 0) return [];
  const found = await index.findLikeWords(lost.map(({ word }) => word), signal);
  return words.map((word) =>
    word.stands.length > 0
      ? word
      : { ...word, stands: found.filter(({ key }) => key === word.word) }
  );
}

/** What was written in one word or in two, and the words of the query that it is of. */
type Spelling = { readonly text: string; readonly places: readonly number[] };

/** Each word, and each with the next one as if they were one, by their keys. */
function spellingsOf(words: readonly QueryWord[]): Map<string, Spelling[]> {
  const spellings = words.flatMap(({ word }, place): Spelling[] => {
    const next = words[place + 1];
    const whole = { text: word, places: [place] };
    return next ? [whole, { text: word + next.word, places: [place, place + 1] }] : [whole];
  });
  const byKey = new Map<string, Spelling[]>();
  for (const spelling of spellings) {
    for (const key of wordKeys(spelling.text)) {
      byKey.set(key, [...byKey.get(key) ?? [], spelling]);
    }
  }
  return byKey;
}

function isMisspelt(text: string, word: string): boolean {
  return likenessOf(text, word) > 0;
}

function partsOf(word: string): [string, string][] {
  const letters = [...word];
  if (letters.length < MIN_SPLIT_LENGTH) return [];
  const cuts = letters.length - 2 * MIN_PART_LENGTH + 1;
  return Array.from({ length: cuts }, (_, index) => {
    const cut = index + MIN_PART_LENGTH;
    return [letters.slice(0, cut).join(""), letters.slice(cut).join("")];
  });
}

/** Where both parts are words, a song that is meant has the rarer one too, and few others do. */
function rarerParts(word: string, known: ReadonlyMap<string, CatalogueWord>): CatalogueWord[] {
  return partsOf(word).flatMap(([left, right]) => {
    const [one, other] = [known.get(left), known.get(right)];
    if (!one || !other) return [];
    return one.songs < other.songs ? one : other;
  });
}

/** Each once, those most like the word first. */
function closest(word: string, stands: readonly CatalogueWord[]): CatalogueWord[] {
  const heard = hearWord(word);
  return [...new Map(stands.map((other) => [other.word, other])).values()]
    .map((other) => ({ other, said: matchWords(heard, hearWord(other.word)).said }))
    .sort((left, right) => right.said - left.said || right.other.songs - left.other.songs)
    .slice(0, MAX_STANDS)
    .map(({ other }) => other);
}
