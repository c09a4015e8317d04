// How a tune moves, and how it stands to the chords under it.

import type { Analysis, Chord, PartNote, Role } from "../../../src/music/analyse/analysis.ts";
import { CHORD_INTERVALS } from "../../../src/music/analyse/chord_templates.ts";
import { type Line, movesOf } from "./line.ts";

/** Shares of the moves: one or two semitones, more than a fifth, none. */
export function shareOfMoves(line: Line): { steps: number; leaps: number; repeats: number } {
  const sizes = movesOf(line).map(({ interval }) => Math.abs(interval));
  const share = (isCounted: (size: number) => boolean) =>
    sizes.filter(isCounted).length / Math.max(1, sizes.length);
  return {
    steps: share((size) => size === 1 || size === 2),
    leaps: share((size) => size > 7),
    repeats: share((size) => size === 0),
  };
}

/** In semitones. */
export function rangeOf(line: Line): number {
  if (line.length === 0) return 0;
  const pitches = line.map(({ pitch }) => pitch);
  return Math.max(...pitches) - Math.min(...pitches);
}

/** Share of the notes on the beats that start or halve the bar that belong to their chord. */
export function chordToneShare(line: Line, { chords, stepsPerBar }: Analysis): number {
  const strong = stepsPerBar % 8 === 0 ? stepsPerBar / 2 : stepsPerBar;
  const notes = line.filter(({ step }) => step % strong === 0);
  const fitting = notes.filter(({ step, pitch }) => {
    const chord = chordAt(chords, step);
    return chord && CHORD_INTERVALS[chord.quality].includes((pitch - chord.root + 12) % 12);
  });
  return fitting.length / Math.max(1, notes.length);
}

/** Share of the tune's sixteenths in which anything under it sounds a semitone away, in any octave. */
export function clashShare({ parts }: Analysis): number {
  const soundingOf = (roles: readonly Role[]) =>
    soundingPitches(
      parts.filter(({ role }) => roles.includes(role)).flatMap(({ notes }) => notes),
    );
  const melody = [...soundingOf(["melody"])];
  const under = soundingOf(["chords", "pad", "bass"]);
  const clashing = melody.filter(([step, pitches]) =>
    pitches.some((pitch) =>
      under.get(step)?.some((other) => [1, 11].includes((pitch - other + 132) % 12))
    )
  );
  return clashing.length / Math.max(1, melody.length);
}

/** What sounds in each sixteenth. */
function soundingPitches(notes: readonly PartNote[]): Map<number, number[]> {
  const sounding = new Map<number, number[]>();
  for (const { startStep, steps, pitch } of notes) {
    for (let step = startStep; step < startStep + steps; step++) {
      const pitches = sounding.get(step);
      if (pitches) pitches.push(pitch);
      else sounding.set(step, [pitch]);
    }
  }
  return sounding;
}

function chordAt(chords: readonly Chord[], step: number): Chord | undefined {
  return chords.find(({ startStep, steps }) => step >= startStep && step < startStep + steps);
}
