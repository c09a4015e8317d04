// The metre of a piece as a grid of sixteenth steps.

import type { Meter } from "../midi/piece.ts";

export type Grid = {
  readonly numerator: number;
  readonly denominator: number;
  readonly stepsPerBar: number;
  readonly stepsPerBeat: number;
  readonly beats: number;
  /** Harmony changes at most this often. */
  readonly stepsPerSlot: number;
};

type MeterName = "4/4" | "3/4" | "6/8" | "9/8" | "12/8" | "5/4" | "7/8";

const GRIDS: Readonly<Record<MeterName, Grid>> = {
  "4/4": grid(4, 4, 4, 8),
  "3/4": grid(3, 4, 4, 12),
  "6/8": grid(6, 8, 6, 6),
  "9/8": grid(9, 8, 6, 18),
  "12/8": grid(12, 8, 6, 12),
  "5/4": grid(5, 4, 4, 20),
  "7/8": grid(7, 8, 2, 14),
};

/** The grid a metre is felt in: 2/4, 2/2 and rarities become 4/4, 3/8 becomes 6/8. */
export function gridFor(meter: Pick<Meter, "numerator" | "denominator">, steps: number): Grid {
  const isCompound = meter.denominator >= 8 && meter.numerator % 3 === 0;
  return GRIDS[nameFor(steps, isCompound)];
}

/** How strongly a step of the bar is felt: 3 the downbeat, 2 the middle, 1 a beat, 0 between. */
export function strengthAt(grid: Grid, step: number): 0 | 1 | 2 | 3 {
  const inBar = ((step % grid.stepsPerBar) + grid.stepsPerBar) % grid.stepsPerBar;
  if (inBar === 0) return 3;
  if (inBar % grid.stepsPerBeat !== 0) return 0;
  return inBar === middleOf(grid) ? 2 : 1;
}

function middleOf({ beats, stepsPerBeat }: Grid): number {
  return beats === 3 ? -1 : Math.ceil(beats / 2) * stepsPerBeat;
}

function nameFor(steps: number, isCompound: boolean): MeterName {
  if (steps === 6 || steps === 12) return isCompound ? "6/8" : "3/4";
  if (steps === 18) return "9/8";
  if (steps === 24) return isCompound ? "12/8" : "3/4";
  if (steps === 10 || steps === 20) return "5/4";
  if (steps === 14 || steps === 28) return "7/8";
  return "4/4";
}

function grid(
  numerator: number,
  denominator: number,
  stepsPerBeat: number,
  stepsPerSlot: number,
): Grid {
  const stepsPerBar = numerator * 16 / denominator;
  const beats = stepsPerBar / stepsPerBeat;
  return { numerator, denominator, stepsPerBar, stepsPerBeat, beats, stepsPerSlot };
}
