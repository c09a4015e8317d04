// How well a song fits what somebody typed. Words count by their length, little words hardly;
// typing errors, word order and a missing artist are forgiven, other numbers and keys are not:
// `Prelude No. 1` is not `No. 2`, nor `Canon in C` the one in D.

import { normaliseName } from "./normalise_name.ts";
import { countEdits } from "./count_edits.ts";

type Named = { readonly title: string; readonly artist: string };

// Articles and prepositions of the languages that titles are in, and what follows a key.
const LITTLE_WORDS: ReadonlySet<string> = new Set(
  `a an and at by das de der die du el for from il in la le les lo no of on or the to von
   major minor`.split(/\s+/),
);
const LITTLE_WEIGHT = 0.5;
const MARK_WEIGHT = 4;
/** What a word that is only begun has said: somebody is still typing. */
const BEGUN_WORD = 0.9;
const MAX_WORDS = 24;
const MAX_WORD_LENGTH = 40;
/** What a fit that is not letter for letter can reach. */
const MAX_INEXACT = 0.99;

/** 0–1; 1 only for exactly the title, or the title with its artist. `query` is normalised. */
export function scoreSong(query: string, song: Named): number {
  const title = normaliseName(song.title);
  const artist = normaliseName(song.artist);
  if (query === title || query === normaliseName(`${song.title} ${song.artist}`)) return 1;
  if (query === "") return 0;
  const byWords = scoreWords(wordsOf(query), wordsOf(title), wordsOf(artist));
  const bySpelling = Math.max(
    scoreSpelling(query, title),
    scoreSpelling(query, `${title} ${artist}`),
  );
  return Math.min(MAX_INEXACT, Math.max(byWords, bySpelling));
}

function wordsOf(text: string): string[] {
  return text.split(" ", MAX_WORDS).map((word) => word.slice(0, MAX_WORD_LENGTH));
}

/** Half for saying nothing that the song is not, half for saying all of its title. */
function scoreWords(query: string[], title: string[], artist: string[]): number {
  const song = [...title, ...artist];
  const asked = song.map(() => 0);
  let said = 0;
  for (const word of query) {
    const best = bestMatch(word, song, asked);
    if (!best) continue;
    asked[best.index] = best.asked;
    said += best.said * weightOf(word);
  }
  const askedOfTitle = title.reduce((sum, word, index) => sum + asked[index]! * weightOf(word), 0);
  return said / totalWeight(query) * (0.5 + 0.5 * askedOfTitle / totalWeight(title));
}

/** How much of the word that was said is in a word of the song, and how much of that was asked for. */
type Match = { readonly said: number; readonly asked: number };

function bestMatch(word: string, song: string[], asked: number[]) {
  let best: (Match & { readonly index: number }) | undefined;
  for (const [index, candidate] of song.entries()) {
    if (asked[index]! > 0) continue;
    const match = matchWords(word, candidate);
    if (match.asked > (best?.asked ?? 0)) best = { ...match, index };
  }
  return best;
}

function matchWords(word: string, candidate: string): Match {
  if (word === candidate) return { said: 1, asked: 1 };
  if (isMark(word) || isMark(candidate)) return { said: 0, asked: 0 };
  const likeness = likenessInSpelling(word, candidate);
  const isBegun = likeness === 0 && candidate.startsWith(word);
  return isBegun
    ? { said: BEGUN_WORD, asked: word.length / candidate.length }
    : { said: likeness, asked: likeness };
}

/** The whole text without its spaces: `green sleeves`, `themaple leafrag`. */
function scoreSpelling(query: string, name: string): number {
  const [left, right] = [query.replaceAll(" ", ""), name.replaceAll(" ", "")];
  if (Math.max(left.length, right.length) > MAX_WORD_LENGTH) return 0;
  return marksOf(query) === marksOf(name) ? likenessInSpelling(left, right) : 0;
}

function likenessInSpelling(left: string, right: string): number {
  const longest = Math.max(left.length, right.length);
  const forgiven = forgivenEdits(longest);
  if (Math.abs(left.length - right.length) > forgiven) return 0;
  const edits = countEdits(left, right);
  return edits <= forgiven ? 1 - edits / longest : 0;
}

function forgivenEdits(length: number): number {
  return length < 4 ? 0 : length < 8 ? 1 : length < 14 ? 2 : 3;
}

/** A number or a letter by itself, which tells titles apart that are alike otherwise. */
function isMark(word: string): boolean {
  return /\p{N}/u.test(word) || (word.length === 1 && !LITTLE_WORDS.has(word));
}

function marksOf(text: string): string {
  const letters = text.split(" ").filter((word) => word.length === 1 && isMark(word));
  return text.replaceAll(/\P{N}/gu, "") + letters.filter((word) => /\P{N}/u.test(word)).join("");
}

function weightOf(word: string): number {
  if (isMark(word)) return MARK_WEIGHT;
  return LITTLE_WORDS.has(word) ? LITTLE_WEIGHT : Math.max(2, word.length);
}

function totalWeight(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + weightOf(word), 0);
}
