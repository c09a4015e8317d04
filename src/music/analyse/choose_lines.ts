// Which layer carries the melody, and which the bass, bar by bar: the best one, but no hopping.

import type { BarGrid } from "./bar_grid.ts";
import { type BarStats, barStats } from "./bar_stats.ts";
import type { Layer } from "./layers.ts";
import { type Leaning, leaningOf } from "./program_roles.ts";
import { bestPath } from "./viterbi.ts";

/** For each bar the index of a layer; -1 where none plays the role. */
export type LineChoice = readonly number[];

/** The layer that carries the melody in each bar; where nothing sings, what comes nearest to it. */
export function chooseMelody(layers: readonly Layer[], grid: BarGrid): LineChoice {
  const fits = fitsOf(layers, grid, melodyFit);
  const choice = chooseLine(fits, grid, MIN_FIT);
  const bars = choice.filter((layer) => layer >= 0).length;
  return bars >= grid.bars * MIN_MELODY_SHARE ? choice : chooseLine(fits, grid, LENIENT_MIN_FIT);
}

/** The layer that carries the bass in each bar. */
export function chooseBass(layers: readonly Layer[], grid: BarGrid): LineChoice {
  return chooseLine(fitsOf(layers, grid, bassFit), grid, MIN_FIT);
}

/** How much better another layer must do, summed over bars, to take over. */
const CHANGE_COST = 2;
/** A layer that fits worse than this is not taken. */
const MIN_FIT = 0.2;

/** A song with less melody than this share of its bars is heard again with more lenience. */
const MIN_MELODY_SHARE = 0.3;
const LENIENT_MIN_FIT = -3;

/** How well a layer, which leans to a role by its name and program, plays it in a bar. */
type RoleFit = (layer: Layer, leaning: Leaning, stats: BarStats) => number;

/** For each layer how well it fits in each bar. */
function fitsOf(layers: readonly Layer[], grid: BarGrid, fit: RoleFit): number[][] {
  return layers.map((layer) => {
    const leaning = leaningOf(layer);
    return barStats(layer.notes, grid).map((stats) => stats ? fit(layer, leaning, stats) : 0);
  });
}

function chooseLine(
  fitsOfLayers: readonly (readonly number[])[],
  { bars }: BarGrid,
  minFit: number,
): LineChoice {
  const changeCosts = new Float64Array(fitsOfLayers.length + 1).fill(CHANGE_COST);
  const path = bestPath({
    fits: Array.from({ length: bars }, (_, bar) => [
      ...fitsOfLayers.map((fits) => fits[bar]!),
      minFit,
    ]),
    changeCosts: () => changeCosts,
  });
  return path.map((state) => state < fitsOfLayers.length ? state : -1);
}

function melodyFit(layer: Layer, leaning: Leaning, stats: BarStats): number {
  const height = clamp((stats.meanPitch - 56) / 14, -1, 1) -
    clamp((stats.meanPitch - 86) / 12, 0, 1);
  const singleness = clamp(1.5 - stats.notesPerStart / 2, 0, 1);
  const motion = clamp(stats.starts / 4, 0, 1) - clamp((stats.starts - 12) / 8, 0, 1) / 2;
  const variety = clamp((stats.distinctPitches / stats.notesPerStart - 1) / 3, 0, 1);
  const loudness = stats.meanVelocity / 127;
  const hand = layer.hand === "lower" ? -1 : 0;
  return leaning.melody + hand +
    height + 0.5 * singleness + 0.5 * motion + 0.8 * variety + 0.3 * loudness - 1.2;
}

function bassFit(layer: Layer, leaning: Leaning, stats: BarStats): number {
  const depth = clamp((58 - stats.meanPitch) / 12, -2, 1);
  const singleness = clamp(1.5 - stats.notesPerStart / 2, 0, 1);
  const hand = layer.hand === "upper" ? -1 : 0;
  return leaning.bass + hand + depth + 0.5 * singleness;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
