// The keys that lead to a word, right or misspelt: words that share one may mean the same. With
// one letter left out on both sides any single error is found: a letter added, lost, changed, or
// swapped with its neighbour (the deletion neighbourhood of Mor and Fraenkel, 1982). What is spelt
// as it sounds is found by its sound (Double Metaphone, Philips, 2000).

import { doubleMetaphone } from "double-metaphone";

/** In a shorter word one letter makes another word. */
const MIN_FORGIVING_LENGTH = 4;
/** Shorter sounds are those of too many words. */
const MIN_SOUND_LENGTH = 3;
/** Marks a key as a sound: no word begins with it. */
const SOUND = "~";

/** The word itself, what is left of it without any one letter, and its sounds. */
export function wordKeys(word: string): string[] {
  const letters = [...word];
  if (letters.length < MIN_FORGIVING_LENGTH || /\p{N}/u.test(word)) return [word];
  const parts = letters.map((_, index) => letters.toSpliced(index, 1).join(""));
  return [...new Set([word, ...parts, ...soundsOf(word).map((sound) => SOUND + sound)])];
}

/** Whether a key is how a word sounds. */
export function isSound(key: string): boolean {
  return key.startsWith(SOUND);
}

/** How a word of Latin letters may sound, each once. */
export function soundsOf(word: string): string[] {
  if (!/^[a-z]+$/.test(word)) return [];
  return [...new Set(doubleMetaphone(word))].filter(({ length }) => length >= MIN_SOUND_LENGTH);
}
