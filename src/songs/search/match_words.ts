// How much alike two words are: letter for letter, misspelt, spelt as they sound, or only begun.

import { countEdits } from "./count_edits.ts";
import { LITTLE_WORDS } from "./little_words.ts";
import { soundsOf } from "./word_keys.ts";

/** How much of what was said is in a word of the song, and how much of that was asked for. */
export type WordMatch = { readonly said: number; readonly asked: number };

export const NO_MATCH: WordMatch = { said: 0, asked: 0 };
const SAME: WordMatch = { said: 1, asked: 1 };
/** What a word that is only begun has said: somebody is still typing. */
const BEGUN = 0.9;
/** A letter by itself means itself rather than a beginning. */
const BEGUN_MARK = 0.5;
/** What a word that sounds the same has said, though it is spelt otherwise. */
const SOUNDS_SAME = 0.75;

/** Compares a word of the query with one of the song. */
export function matchWords(word: string, candidate: string): WordMatch {
  if (word === candidate) return SAME;
  if (isMark(word) || isMark(candidate)) return NO_MATCH;
  const likeness = likenessOf(word, candidate);
  if (likeness > 0) return { said: likeness, asked: likeness };
  if (candidate.startsWith(word)) return { said: BEGUN, asked: word.length / candidate.length };
  if (soundsSame(word, candidate)) return { said: SOUNDS_SAME, asked: SOUNDS_SAME };
  return NO_MATCH;
}

/** The same for the last word, of which a letter or a number may be all that was typed so far. */
export function matchLastWord(word: string, candidate: string): WordMatch {
  const match = matchWords(word, candidate);
  if (match.said > 0 || !isMark(word) || !candidate.startsWith(word)) return match;
  return { said: BEGUN_MARK, asked: word.length / candidate.length };
}

/** 1 for equal texts, less with every edit, 0 where there are more than are forgiven. */
export function likenessOf(left: string, right: string): number {
  const longest = Math.max(left.length, right.length);
  const forgiven = longest < 4 ? 0 : longest < 8 ? 1 : longest < 14 ? 2 : 3;
  const edits = countEdits(left, right, forgiven);
  return edits <= forgiven ? 1 - edits / longest : 0;
}

/** A number or a letter by itself, which tells titles apart that are alike otherwise. */
export function isMark(word: string): boolean {
  return /\p{N}/u.test(word) || (word.length === 1 && !LITTLE_WORDS.has(word));
}

/** Sounds leave vowels out: words that differ in more than half of their letters are none. */
function soundsSame(word: string, candidate: string): boolean {
  const longest = Math.max(word.length, candidate.length);
  if (longest < 5 || Math.abs(word.length - candidate.length) > longest / 2) return false;
  const sounds = soundsOf(word);
  return soundsOf(candidate).some((sound) => sounds.includes(sound)) &&
    countEdits(word, candidate, longest >> 1) <= longest / 2;
}
