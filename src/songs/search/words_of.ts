/** The words of a normalised text, each once, at most `MAX_SONG_WORDS`. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(" ", MAX_SONG_WORDS))]
    .filter((word) => word !== "")
    .map((word) => [...word].slice(0, MAX_WORD_LENGTH).join(""));
}

/** Of a title, an artist or a query; what comes after them is not searched for. */
export const MAX_SONG_WORDS = 24;
/** In characters; a longer one is found by its beginning. */
export const MAX_WORD_LENGTH = 40;
