// How well a note of a tune fits where it stands: its range, its chord, how it is reached and left.

import type { MelodyModel } from "../learn/melody_model.ts";
import { isChordTone, isRubbing, isStrong, soundOf, type Stage, type TuneNote } from "./tune.ts";

export type FitTask = {
  readonly model: Pick<MelodyModel, "repeats">;
  readonly stage: Stage;
  /** Pitch around which the tune moves. */
  readonly centre: number;
};

/** How well a note fits that does not belong to its chord, where it is felt and where not. */
export const STRANGER_FIT = { strong: 0.12, weak: 0.8 };
/** More of a tune may not stand on one note. */
export const MAX_REPEATS = 0.4;
const FIT = { leapToStranger: 0.3, unresolved: 0.05, runaway: 0.15, rubs: 0.7, rubsLong: 0.06 };

/** A note where it stands, whatever comes before it. */
export type Standing = {
  readonly pitch: number;
  /** 0 where it must not stand. */
  readonly fit: number;
  readonly isStranger: boolean;
};

/** How a note fits its range and its chord. */
export function standingOf(note: Omit<TuneNote, "source">, { stage, centre }: FitTask): Standing {
  const pitch = soundOf(note, note.step, stage);
  if (pitch < stage.lowest || pitch > stage.highest) return { pitch, fit: 0, isStranger: true };
  const isFelt = isStrong(note, stage);
  const isLong = note.steps > stage.grid.stepsPerBeat / 2;
  const rubs = isRubbing(pitch, note, stage) ? FIT[isFelt || isLong ? "rubsLong" : "rubs"] : 1;
  const near = Math.exp(-(((pitch - centre) / 9) ** 2)) * rubs;
  if (isChordTone(pitch, note.step, stage)) return { pitch, fit: near, isStranger: false };
  const altered = note.alter === 0 ? 1 : isFelt || isLong ? 0 : 0.5;
  const stranger = STRANGER_FIT[isFelt ? "strong" : "weak"];
  return { pitch, fit: near * stranger * altered, isStranger: true };
}

/** How a note that stands somewhere fits after another pitch. */
export function reachedFrom({ pitch, fit, isStranger }: Standing, from: number): number {
  return isStranger && Math.abs(pitch - from) > 4 ? fit * FIT.leapToStranger : fit;
}

/** How a note fits after the notes before it. */
export function fitOf(note: TuneNote, notes: readonly TuneNote[], task: FitTask): number {
  const { stage } = task;
  const last = notes.at(-1)!;
  const standing = standingOf(note, task);
  const { pitch } = standing;
  const from = soundOf(last, last.step, stage);
  let fit = reachedFrom(standing, from);
  if (last.alter !== 0 && !isChordTone(from, last.step, stage) && !isStep(pitch - from)) {
    fit *= FIT.unresolved;
  }
  if (pitch === from) fit *= repeatFit(notes, task);
  const before = notes.at(-2);
  if (before) {
    const leap = from - soundOf(before, before.step, stage);
    const continues = Math.sign(leap) === Math.sign(pitch - from) && Math.abs(pitch - from) > 2;
    if (Math.abs(leap) > 5 && continues) fit *= FIT.runaway;
  }
  return fit;
}

function isStep(semitones: number): boolean {
  return Math.abs(semitones) === 1 || Math.abs(semitones) === 2;
}

// Riffs that hammer one note lend their rhythm, not all of their repeats.
function repeatFit(notes: readonly TuneNote[], { model, stage }: FitTask): number {
  const [a, b] = notes.slice(-2).map((note) => soundOf(note, note.step, stage));
  const own = Math.min(1, MAX_REPEATS / Math.max(model.repeats, 0.01));
  return own * (a === b ? 0.6 : 1);
}
