import type { SearchName } from "../song.ts";
import { romanise } from "./romanise.ts";
import { wordsOf } from "./words_of.ts";

/** The words that a song is found by, each once: as they are, and in Latin letters. */
export function songWords({ searchTitle, searchArtist }: SearchName): string[] {
  const texts = [searchTitle, searchArtist, romanise(searchTitle), romanise(searchArtist)];
  return [...new Set(texts.flatMap(wordsOf))];
}
