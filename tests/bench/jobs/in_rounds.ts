import { type Contender, NAMES } from "./contenders.ts";

export const ROUNDS = 3;

/** Measures each in turn, round by round, so that all see the same noise. */
export async function inRounds<T>(
  measure: (contender: Contender) => Promise<T>,
): Promise<Record<Contender, T[]>> {
  const results = Object.fromEntries(NAMES.map((name) => [name, []])) as unknown as Record<
    Contender,
    T[]
  >;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of NAMES) results[name].push(await measure(name));
  }
  return results;
}
