// The words of the catalogue that the words of a query may stand for.

import type { CatalogueWord, SongStore } from "../song_store.ts";
import { matchWords } from "./match_words.ts";
import { wordKeys } from "./word_keys.ts";
import { wordsOf } from "./words_of.ts";

/** A word of a query, and the words of the catalogue that it may stand for. */
export type QueryWord = { readonly word: string; readonly stands: readonly CatalogueWord[] };

type WordIndex = Pick<SongStore, "findWords" | "findLikeWords">;

/** So many words begin with fewer letters that they are no help. */
const MIN_BEGUN_LENGTH = 3;
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
  const begun = last.length >= MIN_BEGUN_LENGTH ? last : undefined;
  const found = await index.findWords({ keys: words, ...(begun && { begun }) }, signal);
  return words.map((word, place) => {
    const isLast = begun !== undefined && place === words.length - 1;
    const stands = found.filter((other) =>
      other.word === word || (isLast && other.word.startsWith(word))
    );
    return { word, stands };
  });
}

/** Also for words that are one error away, sound the same, or are joined or parted otherwise. */
export async function findNearWords(
  index: WordIndex,
  words: readonly QueryWord[],
  signal?: AbortSignal,
): Promise<QueryWord[]> {
  const texts = words.map(({ word }) => word);
  const joined = joinedWords(texts);
  const parts = words.flatMap(({ word, stands }) => stands.length === 0 ? partsOf(word) : []);
  const keys = new Set([...texts, ...joined].flatMap(wordKeys).concat(parts.flat()));
  const found = await index.findWords({ keys: [...keys] }, signal);
  const known = new Map(found.map((word) => [word.word, word]));
  return words.map(({ word, stands }, place) => {
    const near = [word, joined[place - 1], joined[place]].flatMap((text) =>
      text === undefined ? [] : found.filter((other) => matchWords(text, other.word).said > 0)
    );
    const parted = stands.length === 0 ? rarerParts(word, known) : [];
    return { word, stands: closest(word, [...stands, ...near, ...parted]) };
  });
}

/** Also for words that share trigrams, where nothing nearer was found. */
export async function findLikeWords(
  index: WordIndex,
  words: readonly QueryWord[],
  signal?: AbortSignal,
): Promise<QueryWord[]> {
  const lost = words.filter(({ stands }) => stands.length === 0).map(({ word }) => word);
  if (lost.length === 0) return [];
  const found = await index.findLikeWords(lost, signal);
  return words.map(({ word, stands }) => ({
    word,
    stands: stands.length > 0
      ? stands
      : closest(word, found.filter((o) => sharesTrigram(word, o.word))),
  }));
}

function joinedWords(words: readonly string[]): string[] {
  return words.slice(1).map((word, index) => words[index] + word);
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

/** Where both parts are words, the song has the rarer one too, and few others do. */
function rarerParts(word: string, known: ReadonlyMap<string, CatalogueWord>): CatalogueWord[] {
  return partsOf(word).flatMap(([left, right]) => {
    const [one, other] = [known.get(left), known.get(right)];
    if (!one || !other) return [];
    return one.songs < other.songs ? one : other;
  });
}

function closest(word: string, stands: readonly CatalogueWord[]): CatalogueWord[] {
  const said = new Map(stands.map((other) => [other, matchWords(word, other.word).said]));
  return [...new Map(stands.map((other) => [other.word, other])).values()]
    .sort((left, right) =>
      (said.get(right) ?? 0) - (said.get(left) ?? 0) || right.songs - left.songs
    )
    .slice(0, MAX_STANDS);
}

function sharesTrigram(left: string, right: string): boolean {
  const trigrams = Array.from(
    { length: left.length - 2 },
    (_, index) => left.slice(index, index + 3),
  );
  return trigrams.some((trigram) => right.includes(trigram));
}
