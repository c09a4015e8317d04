import type { SearchName } from "../song.ts";
import { wordsOf } from "./words_of.ts";

/** The words that a song is found by, each once. */
export function songWords({ searchTitle, searchArtist }: SearchName): string[] {
  return [...new Set([...wordsOf(searchTitle), ...wordsOf(searchArtist)])];
}
