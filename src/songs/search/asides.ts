// What is said aside of a title: in brackets, or who else plays. `(Live 1999)`, `feat. Somebody`.

import { normaliseName } from "./normalise_name.ts";
import { wordsOf } from "./words_of.ts";

/** A guest ends where the artist begins, after a dash. */
const ASIDES =
  /[([{].*?[)\]}]|(?<![\p{L}\p{N}])(?:feat|ft|featuring)(?![\p{L}\p{N}]).*?(?=\s[-–—]\s|$)/giu;

/** The words of a title that may well be left out. */
export function asidesOf(title: string): ReadonlySet<string> {
  const asides = title.match(ASIDES);
  return new Set(asides?.flatMap((aside) => wordsOf(normaliseName(aside))));
}

/** A text, normalised, without its asides; with them where nothing else was said. */
export function withoutAsides(text: string): string {
  return normaliseName(text.replace(ASIDES, " ")) || normaliseName(text);
}
