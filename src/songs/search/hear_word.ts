import { LITTLE_WORDS } from "./little_words.ts";
import { soundsOf } from "./word_keys.ts";

/** A word with what comparing it needs, worked out once. */
export type HeardWord = {
  readonly text: string;
  /** A number, Roman too, or a letter by itself: it tells titles apart that are alike otherwise. */
  readonly isMark: boolean;
  readonly sounds: readonly string[];
};

/** Below this, words that sound the same are too many. */
const MIN_SOUNDED_LENGTH = 4;
/** As parts and movements are numbered. */
const ROMAN_NUMBER = /^(?=.)x{0,3}(?:ix|iv|v?i{0,3})$/;

/** The sounds are worked out when they are first asked for: most words are told by their letters. */
export function hearWord(text: string): HeardWord {
  let sounds: readonly string[] | undefined;
  return {
    text,
    isMark: isMark(text),
    get sounds() {
      sounds ??= text.length < MIN_SOUNDED_LENGTH ? [] : soundsOf(text);
      return sounds;
    },
  };
}

/** Whether a word is a number, or a letter by itself. */
export function isMark(text: string): boolean {
  return /\p{N}/u.test(text) || ROMAN_NUMBER.test(text) ||
    (text.length === 1 && !LITTLE_WORDS.has(text));
}
