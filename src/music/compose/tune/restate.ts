// Says an idea again over other chords: the same contour, moved along the scale to where it fits
// best, strong notes bent to the chord, now and then ornamented.

import type { Random } from "../random.ts";
import {
  isChordTone,
  isRubbing,
  isStrong,
  nearestChordDegree,
  soundOf,
  type Stage,
  type TuneNote,
} from "./tune.ts";

export type Restatement = {
  readonly stage: Stage;
  readonly centre: number;
  /** 0–1: how much may change beyond what the chords ask for. */
  readonly variation: number;
};

const SHIFTS = [0, -1, 1, -2, 2, -3, 3];

/** Fits notes, already at their new steps, to the stage. */
export function restate(
  notes: readonly TuneNote[],
  task: Restatement,
  random: Random,
): TuneNote[] {
  const costs = SHIFTS.map((shift) => shiftCost(notes, shift, task));
  const shift = SHIFTS[costs.indexOf(Math.min(...costs))]!;
  const fitted = notes.map((note) => fit({ ...note, position: note.position + shift }, task.stage));
  return ornament(fitted, task, random);
}

function shiftCost(
  notes: readonly TuneNote[],
  shift: number,
  { stage, centre }: Restatement,
): number {
  const pitches = notes.map((note) =>
    soundOf({ ...note, position: note.position + shift }, note.step, stage)
  );
  const strangers =
    notes.filter((note, i) => isStrong(note, stage) && !isChordTone(pitches[i]!, note.step, stage))
      .length;
  const outside = pitches.filter((pitch) => pitch < stage.lowest || pitch > stage.highest).length;
  const mean = pitches.reduce((sum, pitch) => sum + pitch, 0) / Math.max(1, pitches.length);
  return strangers + 3 * outside + 0.35 * Math.abs(shift) + Math.abs(mean - centre) / 12;
}

function fit(note: TuneNote, stage: Stage): TuneNote {
  const pitch = soundOf(note, note.step, stage);
  const isInside = pitch >= stage.lowest && pitch <= stage.highest;
  const isLong = note.steps > stage.grid.stepsPerBeat / 2;
  const isFit = isChordTone(pitch, note.step, stage) ||
    !isStrong(note, stage) && !(isLong && isRubbing(pitch, note, stage));
  if (isInside && isFit) return note;
  return { ...note, ...nearestChordDegree(note.position, note.step, stage) };
}

// A long note gives its second half to a neighbour; two short repeated notes become one.
function ornament(
  notes: readonly TuneNote[],
  { stage, variation }: Restatement,
  random: Random,
): TuneNote[] {
  return notes.flatMap((note, i) => {
    const next = notes[i + 1];
    const isLong = note.steps >= stage.grid.stepsPerBeat && note.steps % 2 === 0;
    if (!next || !isLong || !random.chance(variation * 0.5)) return [note];
    const half = note.steps / 2;
    const position = passing(note.position, next.position, random);
    return [
      { ...note, steps: half },
      fit({ ...note, step: note.step + half, steps: half, position, alter: 0 }, stage),
    ];
  });
}

function passing(from: number, to: number, random: Random): number {
  if (Math.abs(to - from) >= 2) return from + Math.sign(to - from);
  return from + (random.chance(0.5) ? 1 : -1);
}
