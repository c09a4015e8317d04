// Which looks at the catalogue find the songs that a query means, at little cost.

import { MAX_SEEN, type SongLook } from "../song_store.ts";
import type { QueryWord } from "./find_words.ts";

/** More words than these tell no more songs apart. */
const MAX_GROUPS = 6;
/** Any two of the rarest words are enough for a song to be looked at. */
const PAIRED = 4;
/** One word alone is looked for where it is this rare. */
const MAX_SONGS_ALONE = 500;
const MAX_ALONE = 2;
/** Two words that are this common are in too many songs to tell one. */
const MAX_SONGS_PAIRED = 20_000;
/** Of the words that one stands for, those that this many songs have are looked for together. */
const MAX_SONGS_TOGETHER = 50_000;
/** The same where no other word parts the songs: the index is read for all of them, 0.1 µs each. */
const MAX_SONGS_UNPARTED = 10_000;
/** A word that is this much more common than the rarest parts nothing any more. */
const MAX_SPREAD = 100;
const MAX_NAMES = 16;
/** So many words tell a song before the last one is typed. */
const MIN_COMPLETE = 2;
/** Of the words that one stands for, in a name. */
const MAX_CORRECTIONS = 2;

export type PlannedWords = {
  readonly all: readonly QueryWord[];
  /** Those that a song must have. */
  readonly needed: readonly QueryWord[];
};

/** For a query as it was typed: the whole as a name, begun or complete, and its words. */
export function looksForTyped(query: string, words: PlannedWords): SongLook[] {
  const isAllKnown = words.needed.every(isKnown);
  const others = looksForOthers(words);
  if (!isAllKnown && others.length === 0) return [];
  const whole = [{ named: [query, ...joinedNames(words.all)] }, { begun: query }];
  return [...whole, ...(isAllKnown ? looksForAll(words) : []), ...others];
}

/** For all but the last word: more words may begin like it than are looked for. */
function looksForOthers({ needed }: PlannedWords): SongLook[] {
  const complete = needed.filter(({ isLast }) => !isLast);
  const isEnough = complete.length >= MIN_COMPLETE && complete.every(isKnown);
  return isEnough ? [lookFor(groupsOf(complete))] : [];
}

/** For words that may stand for others: the names they make, and songs that have one for each. */
export function looksForNear(words: PlannedWords): SongLook[] {
  if (!words.needed.every(isKnown)) return [];
  return [{ named: correctedNames(words.all) }, ...looksForAll(words)];
}

function looksForAll({ all, needed }: PlannedWords): SongLook[] {
  const groups = groupsOf(needed);
  const rarest = groups[0]?.songs ?? 0;
  const isTooCommon = groups.length === 1 && rarest > MAX_SONGS_UNPARTED;
  if (rarest === 0 || isTooCommon) return [];
  const parting = groups.filter(({ songs }) => songs <= MAX_SPREAD * rarest);
  // Where more songs have these than are seen, the other words part them.
  const isCrowded = rarest > MAX_SEEN && all.length > needed.length;
  return [lookFor(parting), ...(isCrowded ? [lookFor(groupsOf(all.filter(isKnown)))] : [])];
}

function isKnown({ stands }: QueryWord): boolean {
  return stands.length > 0;
}

/** Each two words that are side by side as one. */
function joinedNames(words: readonly QueryWord[]): string[] {
  const texts = words.map(({ word }) => word);
  return texts.slice(1, MAX_NAMES).map((word, place) =>
    [...texts.slice(0, place), texts[place] + word, ...texts.slice(place + 2)].join(" ")
  );
}

/** The query with each word as one of those that it most likely stands for. */
function correctedNames(words: readonly QueryWord[]): string[] {
  const names = words.reduce<string[]>((names, { word, stands }) => {
    const options = stands.length === 0 ? [word] : stands.slice(0, MAX_CORRECTIONS).map(textOf);
    return names.flatMap((name) => options.map((option) => `${name} ${option}`))
      .slice(0, MAX_NAMES);
  }, [""]);
  return names.map((name) => name.slice(1));
}

function textOf({ word }: { readonly word: string }): string {
  return word;
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
  const maxAlone = groups.length === 1 ? MAX_SONGS_UNPARTED : MAX_SONGS_ALONE;
  const alone = rarest.filter(({ songs }) => songs <= maxAlone).slice(0, MAX_ALONE);
  return [...pairs, ...alone.map((group) => lookFor([group]))];
}

/** Words of the catalogue for one word of the query, and how many songs have one of them. */
type Group = { readonly words: readonly string[]; readonly songs: number };

/** The rarest first. */
function groupsOf(words: readonly QueryWord[]): Group[] {
  const maxSongs = words.length === 1 ? MAX_SONGS_UNPARTED : MAX_SONGS_TOGETHER;
  return words
    .map(({ stands }) => groupOf(stands, maxSongs))
    .sort((left, right) => left.songs - right.songs);
}

/** The first word always, the others as long as they are not in too many songs. */
function groupOf(stands: QueryWord["stands"], maxSongs: number): Group {
  let total = 0;
  const kept = stands.filter(({ songs }, place) => {
    const isKept = place === 0 || total + songs <= maxSongs;
    if (isKept) total += songs;
    return isKept;
  });
  return { words: kept.map(({ word }) => word), songs: total };
}

function lookFor(groups: readonly Group[]): SongLook {
  return { words: groups.slice(0, MAX_GROUPS).map(({ words }) => words) };
}
