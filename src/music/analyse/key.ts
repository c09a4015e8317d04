// The keys of a song: bar by bar the key whose profile explains the pitch classes best, with a price
// on every change; the main key is the one that lasts longest.

import type { Key, KeyArea, Mode } from "./analysis.ts";
import { bestPath } from "./viterbi.ts";

export type FoundKeys = {
  readonly main: Key;
  /** 0–1, how clearly the main key stands out. */
  readonly confidence: number;
  /** Cover all bars, in order. */
  readonly areas: readonly KeyArea[];
};

/** Finds the keys from the steps that each pitch class sounds in each bar, twelve numbers a bar. */
export function findKeys(barPitchClasses: Float64Array, stepsPerBar: number): FoundKeys {
  const bars = barPitchClasses.length / 12;
  const fits = Array.from(
    { length: bars },
    (_, bar) => keyFits(barPitchClasses.subarray(bar * 12, bar * 12 + 12), stepsPerBar),
  );
  const path = bestPath({ fits, changeCosts: () => CHANGE_COSTS });
  const areas = toAreas(path);
  const main = mainState(path);
  return { main: ALL_KEYS[main]!, confidence: clarity(main, path, fits), areas };
}

// Albrecht & Shanahan 2013: share of each scale degree in music whose key is known.
const PROFILES: Readonly<Record<Mode, readonly number[]>> = {
  major: [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081],
  minor: [0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052],
};

/** Keeps one chromatic note from outweighing a whole bar. */
const SMOOTHING = 0.005;

/** In nats of a full 4/4 bar: 8 bars must fit the new key better by one nat each. */
const CHANGE_COST = 6;

const ALL_KEYS: readonly Key[] = (["major", "minor"] as const).flatMap((mode) =>
  PROFILES[mode].map((_, tonic) => ({ tonic, mode }))
);

const CHANGE_COSTS = ALL_KEYS.map(() => CHANGE_COST);

const LOG_PROFILES = ALL_KEYS.map(({ tonic, mode }) =>
  PROFILES[mode].map((_, pitchClass) =>
    Math.log(PROFILES[mode][(pitchClass - tonic + 12) % 12]! + SMOOTHING)
  )
);

/** The log-likelihood of a bar under each key, as if every bar had equally many notes. */
function keyFits(pitchClasses: Float64Array, stepsPerBar: number): number[] {
  const sounding = pitchClasses.reduce((sum, steps) => sum + steps, 0);
  if (sounding === 0) return LOG_PROFILES.map(() => 0);
  const weight = Math.min(1, sounding / stepsPerBar) * stepsPerBar / 16 / sounding;
  return LOG_PROFILES.map((profile) =>
    weight * profile.reduce((sum, log, pitchClass) => sum + log * pitchClasses[pitchClass]!, 0)
  );
}

function toAreas(path: readonly number[]): KeyArea[] {
  const areas: KeyArea[] = [];
  path.forEach((state, bar) => {
    const last = areas.at(-1);
    if (last && state === path[bar - 1]) areas[areas.length - 1] = { ...last, bars: last.bars + 1 };
    else areas.push({ key: ALL_KEYS[state]!, startBar: bar, bars: 1 });
  });
  return areas;
}

/** The key of most bars; the earlier one of two that last equally long. */
function mainState(path: readonly number[]): number {
  const bars = new Map<number, number>();
  for (const state of path) bars.set(state, (bars.get(state) ?? 0) + 1);
  return [...bars].reduce((a, b) => b[1] > a[1] ? b : a)[0];
}

/** How much better the main key explains its own bars than the next best key does. */
function clarity(
  main: number,
  path: readonly number[],
  fits: readonly (readonly number[])[],
): number {
  const own = fits.filter((_, bar) => path[bar] === main);
  const sums = ALL_KEYS.map((_, state) => own.reduce((sum, fit) => sum + fit[state]!, 0));
  const other = Math.max(...sums.filter((_, state) => state !== main));
  const marginPerBar = (sums[main]! - other) / own.length;
  return own.length / path.length * (1 - Math.exp(-marginPerBar * CLARITY_SCALE));
}

const CLARITY_SCALE = 5;
