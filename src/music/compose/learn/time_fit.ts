// Moves a song's time onto the grid and near the tempo of the new piece: a rag in 2/4 becomes alla
// breve 4/4, a waltz walks in four, a slow sixteenth feel doubles.

import type { Analysis } from "../../analyse/analysis.ts";
import { type Grid, gridFor } from "../grid.ts";

export type TimeFit = {
  /** Where a step of the song falls in the piece; a beat may be repeated or left out. */
  steps(step: number): readonly number[];
  /** The same without gaps or repeats, for what lasts. */
  position(step: number): number;
  length(steps: number): number;
  bar(bar: number): number;
};

const MIN_NOTES_PER_BEAT = 0.8;
const MAX_NOTES_PER_BEAT = 4;

/** Plans how the time of `song` maps to `grid` when a quarter of the piece lasts 60 / `tempoBpm`. */
export function fitTime(song: Analysis, grid: Grid, tempoBpm: number): TimeFit {
  const from = gridFor(song.meter, song.stepsPerBar);
  const bar = Math.max(1, song.stepsPerBar);
  const stretch = tripleStretch(song, grid);
  if (stretch !== 1) return keepBars(stretch, bar, grid);
  const factor = foldFactor(tempoBpm / Math.max(1, song.tempoBpm), tuneDensity(song));
  const isSame = from.stepsPerBeat === grid.stepsPerBeat &&
    (grid.stepsPerBar % bar === 0 || bar % grid.stepsPerBar === 0);
  return isSame ? keepBars(factor, bar, grid) : refitBars(factor, bar, from, grid);
}

// Music in three stays in three: a bar of 3/8 becomes one of 3/4, a waltz half a bar of 6/8.
function tripleStretch({ meter }: Analysis, grid: Grid): number {
  if (meter.numerator % 3 !== 0 || grid.beats % 3 !== 0 && grid.stepsPerBeat !== 6) return 1;
  const pulse = grid.stepsPerBeat === 6 ? 2 : 4;
  return pulse * meter.denominator / 16;
}

/** Half, once or twice as long: near the old speed, with a tune neither sleepy nor rushed. */
export function foldFactor(speedUp: number, notesPerBeat: number): 0.5 | 1 | 2 {
  const cost = (factor: number) => {
    const density = notesPerBeat / factor;
    return Math.abs(Math.log2(speedUp / factor)) +
      2 * Math.max(0, Math.log2(MIN_NOTES_PER_BEAT / density)) +
      2 * Math.max(0, Math.log2(density / MAX_NOTES_PER_BEAT));
  };
  return ([1, 2, 0.5] as const).reduce((best, factor) => cost(factor) < cost(best) ? factor : best);
}

// Notes per quarter where the tune sounds at all; quavers where there is no tune.
function tuneDensity({ parts }: Analysis): number {
  const notes = parts.find(({ role }) => role === "melody")?.notes ?? [];
  const bars = new Set(notes.map(({ startStep }) => Math.floor(startStep / 16)));
  return notes.length === 0 ? 2 : notes.length / (4 * bars.size);
}

function keepBars(factor: number, bar: number, grid: Grid): TimeFit {
  return {
    steps: (step) => [Math.floor(step * factor)],
    position: (step) => Math.round(step * factor),
    length: (steps) => Math.max(1, Math.round(steps * factor)),
    bar: (index) => Math.floor(index * bar * factor / grid.stepsPerBar),
  };
}

// Bars of two beats join to four, bars of four part; other bars give and take beats one by one.
function refitBars(factor: number, bar: number, from: Grid, grid: Grid): TimeFit {
  const beats = Math.max(1, Math.round(bar / from.stepsPerBeat));
  const isStream = grid.beats % beats === 0 || beats % grid.beats === 0;
  const scale = grid.stepsPerBeat / from.stepsPerBeat;
  const beatOf = Array.from({ length: grid.beats }, (_, i) => sourceBeat(i, grid.beats, beats));
  const barScale = isStream ? scale : grid.stepsPerBar / bar;
  return {
    steps: (step) => {
      const at = Math.floor(step * factor);
      const beat = Math.floor(at / from.stepsPerBeat);
      const within = withinBeat(at % from.stepsPerBeat, from, grid);
      if (isStream) return [beat * grid.stepsPerBeat + within];
      const start = Math.floor(at / bar) * grid.stepsPerBar;
      return beatOf.flatMap((source, i) =>
        source === beat % beats ? [start + i * grid.stepsPerBeat + within] : []
      );
    },
    position: (step) => Math.round(step * factor * barScale),
    length: (steps) => Math.max(1, Math.round(steps * factor * scale)),
    bar: (index) => Math.floor(index * bar * factor * barScale / grid.stepsPerBar),
  };
}

// 4 → 3 keeps beats 1, 2, 4; 3 → 4 repeats the second beat.
function sourceBeat(beat: number, beats: number, from: number): number {
  if (from <= 1) return 0;
  if (beats > from) return beat < from ? beat : 1 + (beat - from) % (from - 1);
  return Math.floor(beat * (from - 1) / (beats - 1));
}

// Straight quavers become long-short in compound time; three quavers gallop in simple time.
const SIMPLE_TO_COMPOUND = [0, 2, 4, 5];
const COMPOUND_TO_SIMPLE = [0, 1, 2, 2, 3, 3];

function withinBeat(within: number, from: Grid, grid: Grid): number {
  if (from.stepsPerBeat === grid.stepsPerBeat) return within;
  if (from.stepsPerBeat === 4 && grid.stepsPerBeat === 6) return SIMPLE_TO_COMPOUND[within]!;
  if (from.stepsPerBeat === 6 && grid.stepsPerBeat === 4) return COMPOUND_TO_SIMPLE[within]!;
  return Math.floor(within * grid.stepsPerBeat / from.stepsPerBeat);
}
