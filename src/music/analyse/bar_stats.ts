// What a layer does in each bar, in the figures that tell a melody from an accompaniment.

import type { PartNote } from "./analysis.ts";
import type { BarGrid } from "./bar_grid.ts";

export type BarStats = {
  readonly starts: number;
  readonly notesPerStart: number;
  readonly meanPitch: number;
  readonly distinctPitches: number;
  readonly meanVelocity: number;
  readonly meanSteps: number;
};

/** One entry for each bar, of notes sorted by start; undefined where nothing starts. */
export function barStats(
  notes: readonly PartNote[],
  { bars, stepsPerBar }: Pick<BarGrid, "bars" | "stepsPerBar">,
): (BarStats | undefined)[] {
  let first = 0;
  return Array.from({ length: bars }, (_, bar) => {
    const barEnd = (bar + 1) * stepsPerBar;
    let end = first;
    while (end < notes.length && notes[end]!.startStep < barEnd) end++;
    const inBar = notes.slice(first, end);
    first = end;
    return inBar.length > 0 ? statsOf(inBar) : undefined;
  });
}

/** The figures of some notes sorted by start, at least one. */
export function statsOf(notes: readonly PartNote[]): BarStats {
  let [starts, lastStart, distinctPitches] = [0, -1, 0];
  let [pitches, velocities, lengths] = [0, 0, 0];
  const heard = [0, 0, 0, 0];
  for (const { startStep, pitch, velocity, steps } of notes) {
    if (startStep !== lastStart) starts++;
    lastStart = startStep;
    const bit = 1 << (pitch & 31);
    if ((heard[pitch >> 5]! & bit) === 0) distinctPitches++;
    heard[pitch >> 5]! |= bit;
    pitches += pitch;
    velocities += velocity;
    lengths += steps;
  }
  return {
    starts,
    notesPerStart: notes.length / starts,
    meanPitch: pitches / notes.length,
    distinctPitches,
    meanVelocity: velocities / notes.length,
    meanSteps: lengths / notes.length,
  };
}
