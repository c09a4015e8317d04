// Which looks at the catalogue find the songs that a query means, at little cost: those that share
// its rarest words.

import type { SongLook } from "../song_store.ts";
import type { QueryWord } from "./find_words.ts";

/** More words than these tell no more songs apart. */
const MAX_GROUPS = 6;
/** Any two of the rarest words are enough for a song to be looked at. */
const PAIRED = 4;
/** One word alone is looked for where it is this rare. */
const MAX_SONGS_ALONE = 500;
const MAX_NAMES = 8;

/** For a query as it was typed: the whole as a name, and all of its words. */
export function looksForTyped(query: string, words: readonly QueryWord[]): SongLook[] {
  const looks = [{ named: [query] }, { begun: query }];
  return words.length === 0 ? looks : [...looks, lookFor(groupsOf(words))];
}

/** For words that may stand for others: songs that have all, any two of the rarest, or a rare one. */
export function looksForNear(words: readonly QueryWord[]): SongLook[] {
  const groups = groupsOf(words).filter(({ words }) => words.length > 0);
  const rarest = groups.slice(0, PAIRED);
  const pairs = rarest.flatMap((one, place) =>
    rarest.slice(place + 1).map((other) => lookFor([one, other]))
  );
  const alone = groups.length === 1
    ? groups
    : rarest.filter(({ songs }) => songs <= MAX_SONGS_ALONE).slice(0, 2);
  return [
    ...(words.length === 1 ? groups.map(namedBy) : []),
    ...(groups.length > 2 ? [lookFor(groups)] : []),
    ...pairs,
    ...alone.map((group) => lookFor([group])),
  ];
}

/** Words of the catalogue for one word of the query, and how many songs have one of them. */
type Group = { readonly words: readonly string[]; readonly songs: number };

/** The rarest first. */
function groupsOf(words: readonly QueryWord[]): Group[] {
  return words
    .map(({ stands }) => ({
      words: stands.map(({ word }) => word),
      songs: stands.reduce((sum, { songs }) => sum + songs, 0),
    }))
    .sort((left, right) => left.songs - right.songs);
}

function lookFor(groups: readonly Group[]): SongLook {
  return { words: groups.slice(0, MAX_GROUPS).map(({ words }) => words) };
}

function namedBy({ words }: Group): SongLook {
  return { named: words.slice(0, MAX_NAMES) };
}
