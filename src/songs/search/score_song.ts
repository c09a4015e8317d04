// How well a song fits what somebody typed: exactly, by its words, or by its letters where words
// are joined or parted otherwise. A song in another script is compared in Latin letters too.

import type { SearchName } from "../song.ts";
import { asidesOf } from "./asides.ts";
import { countEdits } from "./count_edits.ts";
import { isMark } from "./hear_word.ts";
import { likenessOf } from "./match_words.ts";
import { normaliseName } from "./normalise_name.ts";
import { romanise } from "./romanise.ts";
import { createWordScorer, type WordFit } from "./score_words.ts";
import { wordsOf } from "./words_of.ts";

/** A song as people see it and as searches compare it. */
export type NamedSong = SearchName & { readonly title: string };

/** `score` is 0–1, and 1 only for exactly the title, alone or with the artist. */
export type SongFit = WordFit;

/** Compares one query with songs. */
export type SongScorer = (song: NamedSong) => SongFit;

/** What a fit that is not letter for letter can reach. */
const MAX_INEXACT = 0.99;
const EXACT_FIT: SongFit = { score: 1, said: 1, hasAll: true };
const NO_FIT: SongFit = { score: 0, said: 0, hasAll: false };
/** Spelling tells nothing of longer texts that words do not tell. */
const MAX_SPELT_LENGTH = 40;

/** A scorer of many songs for a text as somebody typed it. */
export function createSongScorer(text: string): SongScorer {
  const query = normaliseName(text);
  if (query === "") return () => NO_FIT;
  const asides = asidesOf(text);
  const asTyped = createTextScorer(query, asides);
  const latinQuery = romanise(query);
  const inLatin = latinQuery === query ? asTyped : createTextScorer(latinQuery, asides);
  return (song) => {
    if (isExact(query, song)) return EXACT_FIT;
    const fit = asTyped(song);
    const latinSong = latinOf(song);
    if (latinSong === song && inLatin === asTyped) return fit;
    const latinFit = inLatin(latinSong);
    return latinFit.score > fit.score ? latinFit : fit;
  };
}

function isExact(query: string, { searchTitle: title, searchArtist: artist }: SearchName): boolean {
  return query === title || query === `${title} ${artist}` || query === `${artist} ${title}` ||
    query === `${title} by ${artist}`;
}

function createTextScorer(query: string, asides: ReadonlySet<string>): SongScorer {
  const scoreWords = createWordScorer(wordsOf(query), asides);
  const letters = query.replaceAll(" ", "");
  const marks = marksOf(query);
  const spelling = (name: string) =>
    name.length <= MAX_SPELT_LENGTH && marksOf(name) === marks
      ? likenessOf(letters, name.replaceAll(" ", ""))
      : 0;
  return ({ title, searchTitle, searchArtist }) => {
    const byWords = scoreWords({
      title: wordsOf(searchTitle),
      artist: wordsOf(searchArtist),
      asides: asidesOf(title),
    });
    if (byWords.score >= MAX_INEXACT) return { ...byWords, score: MAX_INEXACT };
    if (letters.length > MAX_SPELT_LENGTH) return byWords;
    const names = [
      searchTitle,
      `${searchTitle} ${searchArtist}`,
      `${searchArtist} ${searchTitle}`,
    ];
    const spellings = names.map(spelling);
    const spelt = Math.max(...spellings);
    if (spelt <= byWords.score) return byWords;
    const hasAll = byWords.hasAll || isPartedOrNear(query, names[spellings.indexOf(spelt)]!);
    return { score: Math.min(MAX_INEXACT, spelt), said: spelt, hasAll };
  };
}

/** Whether no word of a name that is spelt alike is another: `Blue Room` is not `Blue Moon`. */
function isPartedOrNear(query: string, name: string): boolean {
  // Between title and artist it is no word of either.
  const words = query.replace(" by ", " ").split(" ");
  const others = name.replace(" by ", " ").split(" ");
  return words.length !== others.length || words.every((word, place) => {
    const other = others[place]!;
    return countEdits(word, other, 1) <= 1 || likenessOf(word, other) > 0;
  });
}

function latinOf<S extends NamedSong>(song: S): S {
  const searchTitle = romanise(song.searchTitle);
  const searchArtist = romanise(song.searchArtist);
  const isSame = searchTitle === song.searchTitle && searchArtist === song.searchArtist;
  return isSame ? song : { ...song, searchTitle, searchArtist };
}

function marksOf(text: string): string {
  const letters = text.split(" ").filter((word) => isMark(word) && !/\p{N}/u.test(word));
  return text.replaceAll(/\P{N}/gu, "") + letters.join("");
}
