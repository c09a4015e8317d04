// How far a query is from the name of a song, counted in slips of whoever wrote it: the pure rule
// by which a query is fair, or as close to another song as to its own. It knows nothing of how the
// server ranks. A slip is a letter added, lost, changed or swapped with its neighbour; a gap too
// many or too few; one for a little word of the title that was not said, two for another; and one
// for each letter of a word that the song does not have. Who sings, guests and remarks in brackets
// need not be said, nor does the order count.

import { countEdits } from "../../../src/songs/search/count_edits.ts";
import type { ComparedName } from "./compared_name.ts";

export type Distance = {
  readonly slips: number;
  /** What the query says: 2 all of the name, 1 all of the title with its remarks, 0 less. */
  readonly says: 0 | 1 | 2;
};

const MAX_LITTLE_WORD = 3;

/** `isUnfinished`: the last word may be only begun. */
export function measureSlips(
  query: readonly string[],
  { title, remarks, artist }: ComparedName,
  isUnfinished = false,
): Distance {
  const open: Open = { query: [...query], song: [...title, ...remarks, ...artist] };
  const slips = matchSame(open) + matchBegun(open, isUnfinished) + matchJoined(open) +
    matchSimilar(open);
  const unsaid = (words: readonly string[], from: number) =>
    words.filter((_, index) => open.song[from + index] !== undefined);
  const unsaidTitle = unsaid(title, 0);
  const saysTitle = unsaidTitle.length + unsaid(remarks, title.length).length === 0;
  const saysArtist = unsaid(artist, title.length + remarks.length).length === 0;
  return {
    slips: slips + sumOf(open.query, (word) => word.length) +
      sumOf(unsaidTitle, (word) => word.length > MAX_LITTLE_WORD ? 2 : 1),
    says: saysTitle ? saysArtist ? 2 : 1 : 0,
  };
}

/** Whether a song is as close to the query as another. */
export function isAsClose(one: Distance, other: Distance): boolean {
  return one.slips < other.slips || (one.slips === other.slips && one.says >= other.says);
}

/** How many edits still make a word of this length the same. */
export function mostEdits(length: number): number {
  return Math.floor(length / 2);
}

/** What is not matched yet; undefined is matched. */
type Open = { readonly query: (string | undefined)[]; readonly song: (string | undefined)[] };

function matchSame({ query, song }: Open): 0 {
  for (const [index, word] of query.entries()) {
    const place = song.indexOf(word);
    if (place < 0) continue;
    query[index] = undefined;
    song[place] = undefined;
  }
  return 0;
}

function matchBegun({ query, song }: Open, isUnfinished: boolean): 0 {
  const last = query.at(-1);
  if (!isUnfinished || last === undefined) return 0;
  const place = song.findLastIndex((word) => word?.startsWith(last));
  if (place < 0) return 0;
  query[query.length - 1] = undefined;
  song[place] = undefined;
  return 0;
}

function matchJoined({ query, song }: Open): number {
  return joinIn(query, song) + joinIn(song, query);
}

/** One slip for each two words on one side that are one word on the other. */
function joinIn(parts: (string | undefined)[], wholes: (string | undefined)[]): number {
  let slips = 0;
  for (let index = 1; index < parts.length; index++) {
    const [left, right] = [parts[index - 1], parts[index]];
    if (left === undefined || right === undefined) continue;
    const place = wholes.indexOf(left + right);
    if (place < 0) continue;
    parts[index - 1] = parts[index] = wholes[place] = undefined;
    slips++;
  }
  return slips;
}

/** The most similar words first. */
function matchSimilar({ query, song }: Open): number {
  const pairs = query.flatMap((word, index) =>
    word === undefined ? [] : song.flatMap((other, place) => {
      if (other === undefined) return [];
      const most = mostEdits(Math.max(word.length, other.length));
      if (Math.abs(word.length - other.length) > most) return [];
      const edits = countEdits(word, other);
      return edits <= most ? [{ index, place, edits }] : [];
    })
  ).sort((left, right) => left.edits - right.edits);
  let slips = 0;
  for (const { index, place, edits } of pairs) {
    if (query[index] === undefined || song[place] === undefined) continue;
    query[index] = song[place] = undefined;
    slips += edits;
  }
  return slips;
}

function sumOf(words: readonly (string | undefined)[], weigh: (word: string) => number): number {
  return words.reduce((sum, word) => sum + (word === undefined ? 0 : weigh(word)), 0);
}
