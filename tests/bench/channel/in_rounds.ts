import { type Contender, NAMES } from "./contenders.ts";

export type Plan = {
  readonly rounds: number;
  readonly contenders: readonly Contender[];
};

/** Measures each in turn, round by round, so that all see the same noise. */
export async function inRounds<T>(
  { rounds, contenders }: Plan,
  measure: (contender: Contender) => Promise<T>,
): Promise<Record<Contender, T[]>> {
  const results = Object.fromEntries(NAMES.map((name) => [name, [] as T[]])) as Record<
    Contender,
    T[]
  >;
  for (let round = 0; round < rounds; round++) {
    for (const name of contenders) results[name].push(await measure(name));
  }
  return results;
}
