// A name as the rule of slips compares it: in lower case, without accents and punctuation, in Latin
// letters, its words parted by what they are.

import { normaliseName } from "../../../src/songs/search/normalise_name.ts";
import { withoutGuests, withoutRemarks } from "./name_parts.ts";
import type { SongName } from "./name_song.ts";
import { transliterate } from "./transliterate.ts";

export type ComparedName = {
  readonly title: readonly string[];
  /** Of remarks in brackets and of guests. */
  readonly remarks: readonly string[];
  readonly artist: readonly string[];
};

/** Words that join the parts of a query and say nothing. */
const JOINTS = new Set(["by", "feat", "ft", "and"]);

export function comparedWords(text: string): string[] {
  const words = transliterate(normaliseName(text)).split(" ");
  return words.filter((word) => word !== "" && !JOINTS.has(word));
}

export function compareName(name: SongName): ComparedName {
  const plain = withoutGuests(name);
  const title = comparedWords(withoutRemarks(plain.title));
  const artist = comparedWords(plain.artist);
  const all = [...comparedWords(name.title), ...comparedWords(name.artist)];
  return { title, artist, remarks: lessWords(lessWords(all, title), artist) };
}

function lessWords(words: readonly string[], less: readonly string[]): string[] {
  return less.reduce((rest, word) => {
    const place = rest.indexOf(word);
    return place < 0 ? rest : rest.toSpliced(place, 1);
  }, [...words]);
}
