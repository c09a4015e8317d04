// The words of a query that a song must have to be what was meant, where it has them.

import type { QueryWord } from "./find_words.ts";
import { isTrimming, LITTLE_WORDS } from "./little_words.ts";
import { wordsOf } from "./words_of.ts";

/** A last word so short is but begun: it is left to the ranking. */
const MIN_LAST_LENGTH = 3;
/** Two words with something to say are enough to leave out those without. */
const MIN_TELLING = 2;

/** `bare` is the query without what was said aside. */
export function neededWords(words: readonly QueryWord[], bare: string): readonly QueryWord[] {
  const complete = withoutShortLast(words);
  const said = new Set(wordsOf(bare));
  const telling = complete.filter(({ word }) =>
    said.has(word) && !LITTLE_WORDS.has(word) && !isTrimming(word)
  );
  return telling.length >= MIN_TELLING ? telling : complete;
}

function withoutShortLast(words: readonly QueryWord[]): readonly QueryWord[] {
  const { word, stands } = words.at(-1)!;
  const isAllThereIs = words.length === 1 && stands.length > 0;
  return word.length < MIN_LAST_LENGTH && !isAllThereIs ? words.slice(0, -1) : words;
}
