// Pitches as degrees of a scale, so that songs of different keys and modes can speak to each other.

import type { ChordQuality, Key, Mode } from "../analyse/analysis.ts";
import { CHORD_INTERVALS } from "../analyse/chord_templates.ts";

/** Position 0 is the tonic of MIDI octave 0, 7 the next one up; `alter` raises or lowers by semitones. */
export type Degree = { readonly position: number; readonly alter: number };

/** A chord without a place in time; the root is counted in semitones above the tonic. */
export type Harmony = { readonly root: number; readonly quality: ChordQuality };

/** Semitones above the tonic of the seven degrees. */
export type Scale = readonly number[];

const SCALES: Readonly<Record<Mode, Scale>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
};

/** The seven degrees of a mode. */
export function scaleOf(mode: Mode): Scale {
  return SCALES[mode];
}

/** Semitones above its root of every tone of a chord. */
export function chordIntervals(quality: ChordQuality): readonly number[] {
  return CHORD_INTERVALS[quality];
}

/** Semitones above the tonic, 0–11, of every tone of a chord. */
export function chordClasses({ root, quality }: Harmony): readonly number[] {
  return CHORD_INTERVALS[quality].map((interval) => (root + interval) % 12);
}

/** The remainder that is never negative. */
export function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** Reads a MIDI pitch as a degree of the key. */
export function toDegree(pitch: number, key: Key): Degree {
  const above = pitch - key.tonic;
  const { degree, alter } = spell(modulo(above, 12), key.mode);
  return { position: Math.floor(above / 12) * 7 + degree, alter };
}

/** The MIDI pitch of a degree in a scale on `tonic`. */
export function toPitch({ position, alter }: Degree, scale: Scale, tonic: number): number {
  return tonic + Math.floor(position / 7) * 12 + scale[modulo(position, 7)]! + alter;
}

/** Degree 0–6 and alteration of a pitch class above the tonic; flats below the minor degrees. */
export function spell(semitones: number, mode: Mode): { degree: number; alter: number } {
  const scale = SCALES[mode];
  const exact = scale.indexOf(semitones);
  if (exact >= 0) return { degree: exact, alter: 0 };
  const lowered = scale.indexOf(semitones + 1);
  const raised = scale.indexOf(semitones - 1);
  const isFlat = mode === "major" && (semitones === 3 || semitones === 8 || semitones === 10);
  if (lowered >= 0 && (isFlat || raised < 0)) return { degree: lowered, alter: -1 };
  return { degree: raised, alter: 1 };
}

/** The degree of the scale over a chord that sounds its root. */
export function rootDegree(mode: Mode, harmony: Harmony): number {
  const found = scaleOver(mode, harmony).findIndex((tone) => modulo(tone, 12) === harmony.root);
  return found >= 0 ? found : spell(harmony.root, mode).degree;
}

/** The scale to play over a chord: degrees that a chord tone contradicts give way to it. */
export function scaleOver(mode: Mode, harmony: Harmony): Scale {
  const scale = [...SCALES[mode]];
  const classes = chordClasses(harmony);
  for (const interval of CHORD_INTERVALS[harmony.quality]) {
    const tone = (harmony.root + interval) % 12;
    if (scale.some((degree) => modulo(degree, 12) === tone)) continue;
    const degree = degreeToBend(scale, classes, tone, interval);
    if (degree >= 0) scale[degree] = nearest(scale[degree]!, tone);
  }
  return scale;
}

// Thirds of major chords lead upwards (raise the degree below), minor thirds and sevenths sink.
function degreeToBend(
  scale: Scale,
  classes: readonly number[],
  tone: number,
  interval: number,
): number {
  const isFree = (degree: number) =>
    degree >= 0 && !classes.includes(modulo(scale[degree]!, 12)) ? degree : -1;
  const below = isFree(scale.findIndex((degree) => modulo(degree + 1, 12) === tone));
  const above = isFree(scale.findIndex((degree) => modulo(degree - 1, 12) === tone));
  const leadsUp = interval === 4 || interval === 8 || tone === 6;
  if (leadsUp) return below >= 0 ? below : above;
  return above >= 0 ? above : below;
}

function nearest(degree: number, tone: number): number {
  return degree + (modulo(tone - degree + 6, 12) - 6);
}
