// Fills: the end of a bar from the song that drums, or a run down the kit that grows louder.

import { KICK, SNARE, TOMS } from "../learn/drum_kit.ts";
import type { DrumBar } from "../learn/drum_model.ts";
import type { Grid } from "../grid.ts";
import type { Hit } from "../learn/material.ts";
import type { Random } from "../random.ts";

export type FillTask = {
  readonly grid: Grid;
  /** Step of the bar where the fill begins. */
  readonly from: number;
  /** 0–1. */
  readonly energy: number;
};

/** Draws what the drums play from `from` to the end of the bar. */
export function drawFill(fills: readonly DrumBar[], task: FillTask, random: Random): Hit[] {
  const known = fills.map((bar) => bar.filter(({ step }) => step >= task.from))
    .filter((end) => end.length >= 3);
  if (known.length > 0 && random.chance(0.6)) return [...random.pick(known)];
  return task.energy < 0.5 ? softFill(task) : runFill(task, random);
}

function softFill({ grid, from }: FillTask): Hit[] {
  const unit = Math.max(1, Math.floor(grid.stepsPerBeat / 2));
  const hits: Hit[] = [];
  for (let step = from; step < grid.stepsPerBar; step += unit) {
    hits.push({ step, key: SNARE, velocity: 48 + 4 * hits.length });
  }
  return hits;
}

const RUNS = ["sstt", "stst", "tttt", "s.tt", "ss.t"];

function runFill({ grid, from, energy }: FillTask, random: Random): Hit[] {
  const run = random.pick(RUNS);
  const unit = grid.stepsPerBeat === 6 ? 2 : energy > 0.75 ? 1 : Math.max(1, grid.stepsPerBeat / 2);
  const count = Math.floor((grid.stepsPerBar - from) / unit);
  const hits: Hit[] = [{ step: from, key: KICK, velocity: 84 }];
  for (let i = 0; i < count; i++) {
    const progress = i / Math.max(1, count);
    const stroke = run[Math.floor(progress * run.length)];
    if (stroke === ".") continue;
    const key = stroke === "s" ? SNARE : TOMS[Math.floor(progress * TOMS.length)]!;
    hits.push({ step: from + i * unit, key, velocity: Math.round(68 + 26 * progress) });
  }
  return hits;
}
