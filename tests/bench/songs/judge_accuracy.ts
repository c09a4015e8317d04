// How many queries of the test set find their song.

import { createSongStore } from "../../../src/storage/postgres/songs/song_store.ts";
import type { Database } from "../../../src/storage/postgres/database.ts";
import { type Chapter, type Goal, percent } from "../music/chapter.ts";
import { accuracyRows, calibrationRows, measureAccuracy } from "./describe_accuracy.ts";
import { type Judgement, judgeQuery } from "./judge_query.ts";
import { ABSENT, type TestQuery } from "./test_query.ts";

const MIN_FIRST = 0.97;
const MIN_FIRST_FIVE = 0.99;
const MAX_CONFIDENT_WRONG = 0.005;
/** So many are asked at once: they wait for the database most of the time. */
const AT_ONCE = 4;

export async function judgeQueries(
  database: Database,
  queries: readonly TestQuery[],
): Promise<Judgement[]> {
  const store = createSongStore(database);
  const judgements: Judgement[] = [];
  const open = queries.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const query of open) judgements.push(await judgeQuery(store, query));
  }));
  const places = new Map(queries.map((query, place) => [query, place]));
  return judgements.sort((left, right) => places.get(left.query)! - places.get(right.query)!);
}

/** The promises, by the judgements of the whole set. */
export function accuracyGoals(name: string, judgements: readonly Judgement[]): Goal[] {
  const isThere = ({ query }: Judgement) => query.kind !== ABSENT;
  const there = measureAccuracy(judgements.filter(isThere));
  const absent = measureAccuracy(judgements.filter((each) => !isThere(each)));
  return [
    atLeast(`right song first, ${name}`, there.first, MIN_FIRST),
    atLeast(`in the first five, ${name}`, there.firstFive, MIN_FIRST_FIVE),
    atMost(`confident and wrong, ${name}`, there.confidentWrong, MAX_CONFIDENT_WRONG),
    atMost(`the same, songs not there, ${name}`, absent.confidentWrong, MAX_CONFIDENT_WRONG),
  ];
}

export function describeAccuracy(name: string, judgements: readonly Judgement[]): Chapter[] {
  return [
    {
      title: `The test set: ${name}`,
      goals: accuracyGoals(name, judgements),
      rows: accuracyRows(judgements),
    },
    { title: `What a score means: ${name}`, goals: [], rows: calibrationRows(judgements) },
  ];
}

function atLeast(name: string, found: number, least: number): Goal {
  return {
    name,
    target: `≥ ${percent(least)}`,
    found: percent(found, 2),
    isMet: found >= least,
  };
}

function atMost(name: string, found: number, most: number): Goal {
  return {
    name,
    target: `≤ ${percent(most, 1)}`,
    found: percent(found, 2),
    isMet: found <= most,
  };
}
