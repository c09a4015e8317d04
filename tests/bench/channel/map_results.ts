import type { Contender } from "./contenders.ts";

/** One figure of each result. */
export function mapResults<T>(
  results: Readonly<Record<Contender, readonly T[]>>,
  figure: (result: T) => number,
): Record<Contender, number[]> {
  const entries = Object.entries(results).map(([name, list]) => [name, list.map(figure)]);
  return Object.fromEntries(entries) as Record<Contender, number[]>;
}
