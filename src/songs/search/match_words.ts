// How much alike two words are: letter for letter, misspelt, spelt as they sound, or only begun.

import { countEdits } from "./count_edits.ts";
import type { HeardWord } from "./hear_word.ts";

/** How much of what was said is in a word of the song, and how much of that was asked for. */
export type WordMatch = { readonly said: number; readonly asked: number };

const SAME: WordMatch = { said: 1, asked: 1 };
const NO_MATCH: WordMatch = { said: 0, asked: 0 };
/** What a word that is only begun has said: somebody is still typing. */
const BEGUN = 0.9;
/** What a letter or a number has said of what it begins: it means itself rather than that. */
export const BEGUN_MARK = 0.5;
/** What a word that sounds the same has said, though it is spelt otherwise. */
const SOUNDS_SAME = 0.75;

/** Compares a word of the query with one of the song. */
export function matchWords(word: HeardWord, candidate: HeardWord): WordMatch {
  if (word.text === candidate.text) return SAME;
  if (word.isMark || candidate.isMark) return NO_MATCH;
  const likeness = likenessOf(word.text, candidate.text);
  if (likeness > 0) return { said: likeness, asked: likeness };
  if (candidate.text.startsWith(word.text)) {
    return { said: BEGUN, asked: word.text.length / candidate.text.length };
  }
  return soundsSame(word, candidate) ? { said: SOUNDS_SAME, asked: SOUNDS_SAME } : NO_MATCH;
}

/** The same for the last word, of which a letter or a number may be all that was typed so far. */
export function matchLastWord(word: HeardWord, candidate: HeardWord): WordMatch {
  const match = matchWords(word, candidate);
  if (match.said > 0 || !word.isMark || !candidate.text.startsWith(word.text)) return match;
  return { said: BEGUN_MARK, asked: word.text.length / candidate.text.length };
}

/** 1 for equal texts, less with every edit, 0 where there are more than are forgiven. */
export function likenessOf(left: string, right: string): number {
  const longest = Math.max(left.length, right.length);
  const forgiven = longest < 4 ? 0 : longest < 8 ? 1 : longest < 14 ? 2 : 3;
  const edits = countEdits(left, right, forgiven);
  return edits <= forgiven ? 1 - edits / longest : 0;
}

/** Whether words of one sound may be one word: sounds leave out vowels, which are half of it. */
export function isSpeltAlike(word: string, candidate: string): boolean {
  const half = Math.max(word.length, candidate.length) >> 1;
  return countEdits(word, candidate, half) <= half;
}

function soundsSame(word: HeardWord, candidate: HeardWord): boolean {
  return word.sounds.some((sound) => candidate.sounds.includes(sound)) &&
    isSpeltAlike(word.text, candidate.text);
}
