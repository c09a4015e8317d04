// A score as data: what `parseScore` reads and `arrangeScore` plays. Times are in ticks.

import type { Meter } from "../midi/piece.ts";

export const TICKS_PER_QUARTER = 480;

export type ScoreRole = "melody" | "bass" | "chords" | "pad" | "drums";

export const SCORE_ROLES: readonly ScoreRole[] = ["melody", "bass", "chords", "pad", "drums"];

/** A whole song in one text. */
export type Score = {
  readonly title: string;
  readonly artist: string;
  readonly license: string;
  readonly source: string;
  readonly quartersPerMinute: number;
  readonly meter: Pick<Meter, "numerator" | "denominator">;
  readonly key: ScoreKey;
  /** How much of a beat its first eighth takes: 0.5 is straight. */
  readonly swing: number;
  readonly parts: ReadonlyMap<ScoreRole, ScorePart>;
  /** The sections in the order they are played. */
  readonly form: readonly ScoreSection[];
};

export type ScoreKey = {
  /** Pitch class, 0 is C. */
  readonly tonic: number;
  readonly mode: ScoreMode;
  /** Sharps of the signature; flats count below 0. */
  readonly sharps: number;
};

export type ScoreMode = "major" | "minor" | "dorian" | "mixolydian";

export type ScorePart = {
  /** General MIDI program, 0–127; for drums a kit. */
  readonly program: number;
  readonly velocity: number;
  readonly octaves: number;
};

export type ScoreSection = {
  readonly name: string;
  readonly bars: number;
  /** Notes from the start of the section; its pickup stands before 0. */
  readonly melody: readonly ScoreNote[];
  readonly chords: readonly ScoreChord[];
  readonly style: ScoreStyle;
  /** What the drums play in the last bar instead of the style. */
  readonly fill: ScoreStyle | undefined;
  readonly silent: ReadonlySet<ScoreRole>;
  /** 1 is as loud as the parts say. */
  readonly loudness: number;
  readonly octaves: number;
};

export type ScoreNote = {
  readonly startTicks: number;
  readonly durationTicks: number;
  readonly pitch: number;
};

/** A chord and how long it stands; without intervals nobody plays. */
export type ScoreChord = ChordSymbol & {
  readonly startTicks: number;
  readonly durationTicks: number;
};

export type ChordSymbol = {
  /** Pitch classes, 0 is C. */
  readonly root: number;
  readonly bass: number;
  /** Semitones above the root. */
  readonly intervals: readonly number[];
};

/** Patterns that accompany one section; a voice is a part or a drum. */
export type ScoreStyle = {
  readonly bass?: Pattern;
  readonly chords?: Pattern;
  readonly pad?: Pattern;
  readonly drums: readonly DrumPattern[];
};

/** One list of strokes per bar; after the last bar it begins again. */
export type Pattern = readonly (readonly Stroke[])[];

export type DrumPattern = {
  /** General MIDI percussion key. */
  readonly pitch: number;
  readonly pattern: Pattern;
};

export type Stroke = {
  readonly startTicks: number;
  readonly durationTicks: number;
  readonly symbol: string;
};

/** How long one bar of the meter lasts. */
export function ticksPerBar(meter: Score["meter"]): number {
  return TICKS_PER_QUARTER * 4 * meter.numerator / meter.denominator;
}
