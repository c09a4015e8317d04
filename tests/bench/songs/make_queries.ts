// Draws the test set: for each kind as many queries as it has, from songs drawn by chance, without
// those that are by the rule of slips as close to another song as to their own.

import { absentQuery } from "./absent_query.ts";
import { Chance } from "./chance.ts";
import { comparedWords, compareName } from "./compared_name.ts";
import { ASKED_SONGS, CATALOGUE_SEED, corruptQuery } from "./corrupt_query.ts";
import { isSameSong } from "./is_same_song.ts";
import { nameSong, type SongName } from "./name_song.ts";
import { QUERY_KINDS, type QueryKind, UNFINISHED } from "./query_kinds.ts";
import { ABSENT, type TestQuery } from "./test_query.ts";
import { RivalFinder } from "./rival_finder.ts";
import { isAsClose, measureSlips } from "./slips.ts";

const ABSENT_QUERIES = 500;
/** A song within so many slips of a query may be taken for what it means. */
const MAX_SLIPS_OF_ABSENT = 2;
const DRAW_SALT = 4;

export type DrawnKind = {
  readonly kind: string;
  readonly queries: readonly TestQuery[];
  /** Drawn, but as close to another song. */
  readonly dropped: number;
};

/** `songs`: of the catalogue in which the queries mean one song. */
export function* makeQueries(songs: number): Generator<DrawnKind> {
  const finder = new RivalFinder(CATALOGUE_SEED, songs);
  for (const kind of QUERY_KINDS) yield drawKind(kind, finder);
  yield drawAbsent(finder);
}

function drawKind({ name: kind, count }: QueryKind, finder: RivalFinder): DrawnKind {
  const chance = new Chance(DRAW_SALT, QUERY_KINDS.findIndex(({ name }) => name === kind));
  const drawn = new Set<number>();
  const queries: TestQuery[] = [];
  let dropped = 0;
  while (queries.length < count) {
    const index = chance.below(ASKED_SONGS);
    if (drawn.has(index)) continue;
    drawn.add(index);
    const query = corruptQuery(kind, index);
    if (query === undefined) continue;
    const song = nameSong(CATALOGUE_SEED, index);
    if (hasRival(query, song, finder, kind === UNFINISHED)) dropped++;
    else queries.push({ kind, index, query, ...song });
  }
  return { kind, queries, dropped };
}

/** Whether another song is as close; another arrangement of the same song is no other song. */
function hasRival(
  query: string,
  song: SongName,
  finder: RivalFinder,
  isUnfinished: boolean,
): boolean {
  const words = comparedWords(query);
  const own = measureSlips(words, compareName(song), isUnfinished);
  for (const index of finder.songsNear(words, own.slips, isUnfinished)) {
    const rival = nameSong(CATALOGUE_SEED, index);
    if (isSameSong(rival, song)) continue;
    if (isAsClose(measureSlips(words, compareName(rival), isUnfinished), own)) return true;
  }
  return false;
}

function drawAbsent(finder: RivalFinder): DrawnKind {
  const queries: TestQuery[] = [];
  let dropped = 0;
  for (let index = 0; queries.length < ABSENT_QUERIES; index++) {
    const query = absentQuery(index);
    if (query === undefined) continue;
    if (isThere(query, finder)) dropped++;
    else queries.push({ kind: ABSENT, index, query, title: "", artist: "" });
  }
  return { kind: ABSENT, queries, dropped };
}

function isThere(query: string, finder: RivalFinder): boolean {
  const words = comparedWords(query);
  return finder.songsNear(words, MAX_SLIPS_OF_ABSENT, false).some((index) => {
    const name = compareName(nameSong(CATALOGUE_SEED, index));
    return measureSlips(words, name).slips <= MAX_SLIPS_OF_ABSENT;
  });
}
