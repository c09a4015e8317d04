// What two tunes have in common, as a listener would claim it: the same moves in the same rhythm in
// any key. Runs of one repeated pitch belong to nobody.

import type { Move } from "./line.ts";

export type SharedRuns = {
  /** The most moves in a row that the line shares with any of the others. */
  readonly longest: number;
  /** Share of the line's runs of so many moves that occur in any of the others. */
  readonly shareOf: (length: number) => number;
};

/** Looks for every run of a line in the others. */
export function findSharedRuns(
  line: readonly Move[],
  others: readonly (readonly Move[])[],
): SharedRuns {
  let places = others.flatMap((other) => other.map((_, start): Place => ({ other, start })));
  const shares = new Map<number, number>();
  let longest = 0;
  for (let length = 1; places.length > 0 && length <= line.length; length++) {
    const runs = runsOf(line, length);
    const keys = new Set(runs.map((run) => keyOf(run)));
    // A repeated pitch is kept, as it may still grow into a tune.
    places = places.filter(({ other, start }) =>
      start + length <= other.length && keys.has(keyOf(other, start, length))
    );
    const shared = new Set(places.map(({ other, start }) => keyOf(other, start, length)));
    const tunes = runs.filter(isTune);
    const sharedTunes = tunes.filter((run) => shared.has(keyOf(run)));
    shares.set(length, sharedTunes.length / Math.max(1, tunes.length));
    if (sharedTunes.length > 0) longest = length;
  }
  return { longest, shareOf: (length) => shares.get(length) ?? 0 };
}

type Place = { readonly other: readonly Move[]; readonly start: number };

function runsOf(line: readonly Move[], length: number): Move[][] {
  return Array.from(
    { length: line.length - length + 1 },
    (_, start) => line.slice(start, start + length),
  );
}

function keyOf(line: readonly Move[], start = 0, length = line.length): string {
  let key = "";
  for (let index = start; index < start + length; index++) {
    key += `${line[index]!.interval}:${line[index]!.gap} `;
  }
  return key;
}

function isTune(run: readonly Move[]): boolean {
  return run.some(({ interval }) => interval !== 0);
}
