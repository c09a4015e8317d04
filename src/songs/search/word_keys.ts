// The keys that lead to a word, right or misspelt: two words that share one may be the same. With
// one letter left out on both sides any single error is found: a letter added, lost, changed, or
// swapped with its neighbour (the deletion neighbourhood of Mor and Fraenkel, 1982).

/** In a shorter word one letter makes another word. */
const MIN_FORGIVING_LENGTH = 4;

/** The word itself and, of one that is long enough, what is left without any one letter. */
export function wordKeys(word: string): string[] {
  const letters = [...word];
  if (letters.length < MIN_FORGIVING_LENGTH) return [word];
  const parts = letters.map((_, index) => letters.toSpliced(index, 1).join(""));
  return [...new Set([word, ...parts])];
}
