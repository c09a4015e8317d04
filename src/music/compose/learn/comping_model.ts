// How a song plays its chords: which rungs of the chord are struck when. Arpeggios, stabs and held
// chords are all bars of such strokes.

import { type Grid, strengthAt } from "../grid.ts";
import type { LineNote, Material } from "./material.ts";
import { rateBars } from "./typical_bars.ts";

/** Some tones of a chord struck together; rung 0 is the lowest. */
export type Stroke = {
  readonly step: number;
  readonly steps: number;
  readonly rungs: readonly number[];
  readonly velocity: number;
};

export type CompingModel = {
  /** Bars of strokes, none empty; steps count from the start of the bar. */
  readonly bars: readonly (readonly Stroke[])[];
  /** The higher, the more typical of the song. */
  readonly typical: readonly number[];
  /** Share of the beats of each bar in which something sounds. */
  readonly fullness: readonly number[];
  /** Tones per bar. */
  readonly density: number;
};

export const MAX_STROKES_PER_BAR = 16;
const MAX_RUNGS = 6;
const MAX_TONES_PER_STROKE = 4;
const MIN_STROKES = 4;
const WHOLE_CHORD = [0, 1, 2];

export function hasComping(material: Material): boolean {
  return new Set(material.comping.map(({ step }) => step)).size >= MIN_STROKES;
}

/** Learns the strokes of a song bar by bar. */
export function learnComping(material: Material, grid: Grid): CompingModel {
  const groups = new Map<number, LineNote[]>();
  for (const note of material.comping) {
    const bar = Math.floor(note.step / grid.stepsPerBar);
    groups.set(bar, [...(groups.get(bar) ?? []), note]);
  }
  const bars = [...groups.values()].map((notes) => strokesOf(notes, grid));
  return {
    bars,
    typical: rateBars(bars, grid.stepsPerBar)
      .map((rating, i) => rating + (strengthAt(grid, bars[i]![0]!.step) === 3 ? 0.5 : 0)),
    fullness: bars.map((bar) => fullness(bar, grid)),
    density: bars.flat().reduce((sum, { rungs }) => sum + rungs.length, 0) /
      Math.max(1, bars.length),
  };
}

function fullness(bar: readonly Stroke[], { beats, stepsPerBeat }: Grid): number {
  const sounding = new Set<number>();
  for (const { step, steps } of bar) {
    const last = Math.floor((step + steps - 1) / stepsPerBeat);
    for (let beat = Math.floor(step / stepsPerBeat); beat <= last; beat++) sounding.add(beat);
  }
  return sounding.size / beats;
}

function strokesOf(notes: readonly LineNote[], { stepsPerBar }: Grid): Stroke[] {
  const heights = [...new Set(notes.map(height))].sort((a, b) => a - b);
  const rungs = (note: LineNote) => {
    const rank = heights.indexOf(height(note));
    return heights.length <= MAX_RUNGS ? rank : Math.floor(rank * MAX_RUNGS / heights.length);
  };
  // One pitch again and again says nothing of the chord: then all of it is struck.
  const isDrone = heights.length === 1;
  const byStep = new Map<number, LineNote[]>();
  for (const note of notes) {
    const step = note.step % stepsPerBar;
    byStep.set(step, [...(byStep.get(step) ?? []), note]);
  }
  return [...byStep].slice(0, MAX_STROKES_PER_BAR).map(([step, together]) => ({
    step,
    steps: Math.min(stepsPerBar - step, Math.max(...together.map(({ steps }) => steps))),
    rungs: isDrone ? WHOLE_CHORD : [...new Set(together.map(rungs))].slice(0, MAX_TONES_PER_STROKE),
    velocity: Math.max(...together.map(({ velocity }) => velocity)),
  }));
}

function height({ position, alter }: LineNote): number {
  return 2 * position + alter;
}
