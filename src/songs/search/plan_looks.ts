// Which looks at the catalogue find the songs that a query means, at little cost.

import type { SongLook } from "../song_store.ts";
import type { QueryWord } from "./find_words.ts";

/** More words than these tell no more songs apart. */
const MAX_GROUPS = 6;
/** Any two of the rarest words are enough for a song to be looked at. */
const PAIRED = 4;
/** One word alone is looked for where it is this rare. */
const MAX_SONGS_ALONE = 500;
/** Two words that are this common are in too many songs to tell one. */
const MAX_SONGS_PAIRED = 20_000;
/** Of the words that one stands for, those that this many songs have are looked for together. */
const MAX_SONGS_TOGETHER = 5_000;
/** A word that is this much more common than the rarest parts nothing any more. */
const MAX_SPREAD = 100;
const MAX_NAMES = 8;

/** For a query as it was typed: the whole as a name, begun or complete, and its words. */
export function looksForTyped(query: string, words: readonly QueryWord[]): SongLook[] {
  return [{ named: [query] }, { begun: query }, ...looksForAll(words)];
}

/** Songs that have a word for each of the query. */
export function looksForAll(words: readonly QueryWord[]): SongLook[] {
  const groups = groupsOf(words);
  if (groups.length === 0) return [];
  const named = groups.length === 1 ? [{ named: groups[0]!.words.slice(0, MAX_NAMES) }] : [];
  const parting = groups.filter(({ songs }) => songs <= MAX_SPREAD * groups[0]!.songs);
  return [...named, lookFor(parting)];
}

/** Songs that have some of the query: any two of its rarest words, or one that is rare. */
export function looksForSome(words: readonly QueryWord[]): SongLook[] {
  const groups = groupsOf(words).filter(({ words }) => words.length > 0);
  const rarest = groups.slice(0, PAIRED);
  const pairs = rarest.flatMap((one, place) =>
    one.songs > MAX_SONGS_PAIRED
      ? []
      : rarest.slice(place + 1).map((other) => lookFor([one, other]))
  );
  const alone = groups.length === 1
    ? groups
    : rarest.filter(({ songs }) => songs <= MAX_SONGS_ALONE).slice(0, 2);
  return [...pairs, ...alone.map((group) => lookFor([group]))];
}

/** Words of the catalogue for one word of the query, and how many songs have one of them. */
type Group = { readonly words: readonly string[]; readonly songs: number };

/** The rarest first. */
function groupsOf(words: readonly QueryWord[]): Group[] {
  return words
    .map(({ stands }) => groupOf(stands))
    .sort((left, right) => left.songs - right.songs);
}

/** The first word always, the others as long as they are not in too many songs. */
function groupOf(stands: QueryWord["stands"]): Group {
  let total = 0;
  const kept = stands.filter(({ songs }, place) => {
    const isKept = place === 0 || total + songs <= MAX_SONGS_TOGETHER;
    if (isKept) total += songs;
    return isKept;
  });
  return { words: kept.map(({ word }) => word), songs: total };
}

function lookFor(groups: readonly Group[]): SongLook {
  return { words: groups.slice(0, MAX_GROUPS).map(({ words }) => words) };
}
