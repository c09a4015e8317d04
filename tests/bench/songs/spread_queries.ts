import { Chance } from "./chance.ts";
import type { TestQuery } from "./test_query.ts";

const ORDER_SALT = 6;

/** So many queries, evenly over all kinds, in an order of chance: any part of them is like all. */
export function spreadQueries(queries: readonly TestQuery[], count: number): TestQuery[] {
  const step = Math.max(1, queries.length / count);
  const chosen = Array.from(
    { length: Math.min(count, queries.length) },
    (_, place) => queries[Math.floor(place * step)]!,
  );
  return shuffle(chosen, new Chance(ORDER_SALT));
}

export function shuffle<T>(list: readonly T[], chance: Chance): T[] {
  return list.map((value) => ({ value, place: chance.next() }))
    .sort((left, right) => left.place - right.place).map(({ value }) => value);
}
