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

/** One entry for each bar; undefined where nothing starts. */
export function barStats(
  notes: readonly PartNote[],
  { bars, stepsPerBar }: Pick<BarGrid, "bars" | "stepsPerBar">,
): (BarStats | undefined)[] {
  const byBar = Map.groupBy(notes, ({ startStep }) => Math.floor(startStep / stepsPerBar));
  return Array.from({ length: bars }, (_, bar) => {
    const inBar = byBar.get(bar);
    return inBar && statsOf(inBar);
  });
}

/** The figures of some notes, at least one. */
export function statsOf(notes: readonly PartNote[]): BarStats {
  const starts = new Set(notes.map(({ startStep }) => startStep)).size;
  const mean = (value: (note: PartNote) => number) =>
    notes.reduce((sum, note) => sum + value(note), 0) / notes.length;
  return {
    starts,
    notesPerStart: notes.length / starts,
    meanPitch: mean(({ pitch }) => pitch),
    distinctPitches: new Set(notes.map(({ pitch }) => pitch)).size,
    meanVelocity: mean(({ velocity }) => velocity),
    meanSteps: mean(({ steps }) => steps),
  };
}
