/** A word of a text, as it stands there. */
export type WordPlace = { readonly word: string; readonly start: number; readonly end: number };

/** The words of a text with where they are: letters, digits and the marks within them. */
export function wordPlaces(text: string): WordPlace[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu)]
    .map(({ 0: word, index }) => ({ word, start: index, end: index + word.length }));
}

/** The text with other letters in one of its places. */
export function replaceWord(text: string, { start, end }: WordPlace, word: string): string {
  return text.slice(0, start) + word + text.slice(end);
}
