// How well the words of a song fit those that were said. Words count by their length, little words
// hardly; word order and a missing artist are forgiven, other numbers and keys are not:
// `Prelude No. 1` is not `No. 2`, nor `Canon in C` the one in D.

import { isTrimming, LITTLE_WORDS } from "./little_words.ts";
import { hearWord, isMark } from "./hear_word.ts";
import { BEGUN_MARK, matchLastWord, matchWords, type WordMatch } from "./match_words.ts";

export type SongWords = {
  readonly title: readonly string[];
  readonly artist: readonly string[];
  /** Words of the title that may well be left out. */
  readonly asides: ReadonlySet<string>;
};

const LITTLE_WEIGHT = 0.5;
const MARK_WEIGHT = 4;
/** Of a word that is left out, or said too much, beside its weight where it is in both. */
const ASIDE = 0.15;

/** What a key in one of them is not in. */
const OTHER_MODES: ReadonlyMap<string, string> = new Map([["major", "minor"], ["minor", "major"]]);

/** Of keys: E major is not E-flat major. */
const SIGNS: ReadonlySet<string> = new Set(["sharp", "flat"]);

export type WordFit = {
  /** How much of what was said is in the song, and that with how much of its title was; 0–1. */
  readonly score: number;
  /** How much of what was said is in the song, 0–1. */
  readonly said: number;
  /** Whether every word that tells something is in the song, as it is or nearly. */
  readonly hasAll: boolean;
};

/** A scorer for many songs; it remembers how the words of the query fit those of songs. */
export function createWordScorer(
  query: readonly string[],
  asides: ReadonlySet<string>,
): (song: SongWords) => WordFit {
  const said = query.map(hearWord);
  const known = new Map<string, readonly WordMatch[]>();
  function matchesOf(word: string): readonly WordMatch[] {
    const matches = known.get(word);
    if (matches) return matches;
    const heard = hearWord(word);
    const fresh = said.map((one, place) =>
      place === last ? matchLastWord(one, heard) : matchWords(one, heard)
    );
    known.set(word, fresh);
    return fresh;
  }
  const last = query.length - 1;
  const tells = tellsIn(query, asides);
  const saysKey = query.some((word) => OTHER_MODES.has(word));
  return (song) => {
    const words = [...song.title, ...song.artist];
    const { said, asked } = assign(query.length, words.map(matchesOf));
    const fit = fitOfWords(query, said, asides);
    const score = fit * (0.5 + 0.5 * fitOfWords(song.title, asked, song.asides));
    const isOtherKey = saysKey && song.title.some((word, at) => SIGNS.has(word) && asked[at] === 0);
    const hasAll = !isOtherKey &&
      query.every((_, place) => said[place]! > BEGUN_MARK || !tells(place, words));
    return { said: fit, score, hasAll };
  };
}

type Assignment = {
  /** Of each word of the query, how much of it is in the song. */
  readonly said: readonly number[];
  /** Of each word of the song, how much of it was asked for. */
  readonly asked: readonly number[];
};

/** Gives each word of the query, in order, the best word of the song that is left. */
function assign(queryWords: number, matches: readonly (readonly WordMatch[])[]): Assignment {
  const asked = matches.map(() => 0);
  const said: number[] = [];
  for (let word = 0; word < queryWords; word++) {
    let best = -1;
    for (const [index, fits] of matches.entries()) {
      if (asked[index] === 0 && fits[word]!.asked > (matches[best]?.[word]?.asked ?? 0)) {
        best = index;
      }
    }
    const match = matches[best]?.[word];
    said.push(match?.said ?? 0);
    if (match) asked[best] = match.asked;
  }
  return { said, asked };
}

/** Whether the word at a place of the query tells that a song with these words is another. */
function tellsIn(
  query: readonly string[],
  asides: ReadonlySet<string>,
): (place: number, song: readonly string[]) => boolean {
  return (place, song) => {
    const word = query[place]!;
    if (OTHER_MODES.has(word)) return song.includes(OTHER_MODES.get(word)!);
    if (word === "a" && OTHER_MODES.has(query[place + 1] ?? "")) return true;
    return !LITTLE_WORDS.has(word) && !isTrimming(word) && !asides.has(word);
  };
}

/** How much of some words, by their weight, was matched; those said aside hardly count if not. */
function fitOfWords(
  words: readonly string[],
  matched: readonly number[],
  asides: ReadonlySet<string>,
): number {
  let fit = 0;
  let total = 0;
  for (const [index, word] of words.entries()) {
    const weight = weightOf(word);
    const isAside = asides.has(word) || isTrimming(word);
    fit += matched[index]! * weight;
    total += matched[index] === 0 && isAside ? ASIDE * weight : weight;
  }
  return total === 0 ? 0 : fit / total;
}

function weightOf(word: string): number {
  if (isMark(word)) return MARK_WEIGHT;
  return LITTLE_WORDS.has(word) ? LITTLE_WEIGHT : Math.max(2, word.length);
}
