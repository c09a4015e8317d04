// What titles and artists of one language are made of. Words are in lower case, the commonest
// first.

export type Language = {
  readonly name: string;
  /** How many of a thousand artists sing in it. */
  readonly share: number;
  readonly words: readonly string[];
  /** Titles: `W` is a word, `R` a rare one, `N` a first name, `S` a surname, `P` a place. */
  readonly phrases: readonly string[];
  readonly firstNames: readonly string[];
  readonly surnames: readonly string[];
  readonly places: readonly string[];
  /** Artists: `W`, `R`, `S` and `P` as above, `F` a first name. */
  readonly bands: readonly string[];
  /** What rare words and names are made of: a syllable is an onset with a nucleus. */
  readonly onsets: readonly string[];
  readonly nuclei: readonly string[];
  readonly endings: readonly string[];
  /** Whether every word of a title begins with a capital, as in English. */
  readonly capitals: "all" | "first" | "none";
  /** What comes in brackets behind a title: `%p` is a place, `%y` a year, `%r` a rare word. */
  readonly remarks: readonly string[];
};

/** Words parted by white space. */
export function listWords(text: string): string[] {
  return text.trim().split(/\s+/u);
}

/** Lines, each a thing. */
export function listLines(text: string): string[] {
  return text.trim().split("\n").map((line) => line.trim());
}
