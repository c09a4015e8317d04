// Chords in close position that move as little as they can.

import { chordIntervals, type Harmony, modulo } from "../scale.ts";

export type VoicingRange = {
  readonly lowest: number;
  readonly highest: number;
  /** Pitch class of the key. */
  readonly tonic: number;
};

/** Ways to build a chord: every tone, or root, fifth and octave for distorted strings. */
export type VoicingStyle = "close" | "power";

/** Pitches of a chord from low to high, as near as possible to the voicing before. */
export function voiceChord(
  harmony: Harmony,
  before: readonly number[] | undefined,
  range: VoicingRange,
  style: VoicingStyle,
): number[] {
  const intervals = style === "power" ? [0, 7, 12] : chordIntervals(harmony.quality);
  const root = modulo(harmony.root + range.tonic, 12);
  const voicings = style === "power"
    ? rootPositions(root, intervals, range)
    : inversions(root, intervals, range);
  const middle = (range.lowest + range.highest) / 2;
  const cost = (voicing: readonly number[]) =>
    before ? movement(voicing, before) + distance(voicing, middle) / 4 : distance(voicing, middle);
  return voicings.reduce((best, voicing) => cost(voicing) < cost(best) ? voicing : best);
}

/** The tone of a voicing on a rung: rungs above its top repeat it in higher octaves. */
export function rungOf(voicing: readonly number[], rung: number): number {
  const octave = Math.floor(rung / voicing.length);
  return voicing[rung % voicing.length]! + 12 * octave;
}

function inversions(root: number, intervals: readonly number[], range: VoicingRange): number[][] {
  const voicings: number[][] = [];
  intervals.forEach((_, first) => {
    const classes = intervals.map((_, i) => root + intervals[(first + i) % intervals.length]!);
    for (let bottom = lift(classes[0]!, range.lowest); bottom <= range.highest; bottom += 12) {
      voicings.push(stack(bottom, classes));
    }
  });
  const inside = voicings.filter((voicing) => voicing.at(-1)! <= range.highest);
  return inside.length > 0
    ? inside
    : [stack(lift(root, range.lowest), intervals.map((i) => root + i))];
}

function rootPositions(
  root: number,
  intervals: readonly number[],
  range: VoicingRange,
): number[][] {
  const bottom = lift(root, range.lowest);
  return [intervals.map((interval) => bottom + interval)];
}

function stack(bottom: number, classes: readonly number[]): number[] {
  const voicing = [bottom];
  for (const tone of classes.slice(1)) voicing.push(lift(tone, voicing.at(-1)! + 1));
  return voicing;
}

// The lowest pitch of the same class that is not below `floor`.
function lift(pitch: number, floor: number): number {
  return floor + modulo(pitch - floor, 12);
}

function movement(voicing: readonly number[], before: readonly number[]): number {
  return voicing.reduce(
    (sum, pitch) => sum + Math.min(...before.map((other) => Math.abs(pitch - other))),
    0,
  ) + 0.5 * Math.abs(voicing.at(-1)! - before.at(-1)!);
}

function distance(voicing: readonly number[], middle: number): number {
  return Math.abs(voicing.reduce((sum, pitch) => sum + pitch, 0) / voicing.length - middle);
}
