// A tune is a line of degrees over chords; this file knows how the two fit.

import type { Mode } from "../../analyse/analysis.ts";
import type { Source } from "../composition.ts";
import { type Grid, strengthAt } from "../grid.ts";
import { chordAt, type ChordSpan } from "../harmony.ts";
import {
  chordClasses,
  type Degree,
  type Harmony,
  modulo,
  scaleOf,
  scaleOver,
  toPitch,
} from "../scale.ts";

/** A note of a tune; steps count from the start of its section. */
export type TuneNote = Degree & {
  readonly step: number;
  readonly steps: number;
  readonly source: Source;
};

/** Where a tune lives. */
export type Stage = {
  readonly grid: Grid;
  readonly mode: Mode;
  /** Pitch class of the key. */
  readonly tonic: number;
  readonly harmony: readonly ChordSpan[];
  readonly lowest: number;
  readonly highest: number;
};

/** The sounding pitch: plain degrees bend to the chord, altered ones stand by themselves. */
export function soundOf(degree: Degree, step: number, stage: Stage): number {
  const own = scaleOf(stage.mode);
  const local = scaleOver(stage.mode, chordAt(stage.harmony, step));
  const at = modulo(degree.position, 7);
  const isBent = local[at] !== own[at];
  if (degree.alter === 0 || isBent) {
    return toPitch({ ...degree, alter: 0 }, local, stage.tonic);
  }
  return toPitch(degree, own, stage.tonic);
}

/** Whether a pitch belongs to the chord at a step. */
export function isChordTone(pitch: number, step: number, stage: Stage): boolean {
  const above = modulo(pitch - stage.tonic, 12);
  return chordClasses(chordAt(stage.harmony, step)).includes(above);
}

/** Whether a note lies a semitone from a tone of a chord it sounds with, and is none itself. */
export function isRubbing(
  pitch: number,
  { step, steps }: { readonly step: number; readonly steps: number },
  stage: Stage,
): boolean {
  const above = modulo(pitch - stage.tonic, 12);
  const rubs = (harmony: Harmony) => {
    const classes = chordClasses(harmony);
    return !classes.includes(above) &&
      (classes.includes(modulo(above - 1, 12)) || classes.includes(modulo(above + 1, 12)));
  };
  const [first, last] = [step, step + steps - 1].map((at) => chordAt(stage.harmony, at));
  return rubs(first!) || (last !== first && rubs(last!));
}

/** Whether a note is felt enough to have to agree with the chord. */
export function isStrong(
  note: { readonly step: number; readonly steps: number },
  { grid }: Stage,
): boolean {
  return strengthAt(grid, note.step) >= 2 || note.steps > grid.stepsPerBeat;
}

/** The plain degree nearest to `position` that sounds a chord tone at `step` within the range. */
export function nearestChordDegree(position: number, step: number, stage: Stage): Degree {
  for (let distance = 0; distance < 14; distance++) {
    for (const candidate of [position - distance, position + distance]) {
      const degree = { position: candidate, alter: 0 };
      const pitch = soundOf(degree, step, stage);
      const isInside = pitch >= stage.lowest && pitch <= stage.highest;
      if (isInside && isChordTone(pitch, step, stage)) return degree;
    }
  }
  return { position, alter: 0 };
}

/** The plain degree that sounds nearest to a pitch at a step. */
export function degreeNear(pitch: number, step: number, stage: Stage): Degree {
  const guess = Math.round((pitch - stage.tonic) * 7 / 12);
  const candidates = [-2, -1, 0, 1, 2].map((shift) => ({ position: guess + shift, alter: 0 }));
  const distance = (degree: Degree) => Math.abs(soundOf(degree, step, stage) - pitch);
  return candidates.reduce((best, degree) => distance(degree) < distance(best) ? degree : best);
}
