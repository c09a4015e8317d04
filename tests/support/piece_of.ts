// Small pieces spelt in sixteenths, for tests that know what should be heard in them.

import type { Meter, Note, Piece, Track } from "../../src/music/midi/piece.ts";

/** Ticks of a sixteenth in these pieces. */
export const STEP_TICKS = 24;

/** `[step, steps, pitch]`, or with a velocity as fourth. */
export type Spelt = readonly [step: number, steps: number, pitch: number, velocity?: number];

/** A track of notes given in sixteenths. */
export function trackOf(notes: readonly Spelt[], track: Partial<Track> = {}): Track {
  return { name: "", channel: 0, program: 0, ...track, notes: notes.map(toNote).sort(inOrder) };
}

/** A piece of these tracks, 4/4 at 120 quarters a minute if nothing else is said. */
export function pieceOf(
  tracks: readonly Track[],
  { numerator = 4, denominator = 4, bpm = 120 }: Partial<Omit<Meter, "startTicks">> & {
    bpm?: number;
  } = {},
): Piece {
  const ends = tracks.flatMap(({ notes }) =>
    notes.map(({ startTicks, durationTicks }) => startTicks + durationTicks)
  );
  return {
    ticksPerQuarter: STEP_TICKS * 4,
    tracks,
    tempos: [{ startTicks: 0, microsecondsPerQuarter: Math.round(60e6 / bpm) }],
    meters: [{ startTicks: 0, numerator, denominator }],
    texts: [],
    durationTicks: Math.max(0, ...ends),
  };
}

/** One copy of the notes for each of the starts, each that many sixteenths later. */
export function repeated(notes: readonly Spelt[], starts: readonly number[]): Spelt[] {
  return starts.flatMap((start) => notes.map(([step, ...rest]): Spelt => [step + start, ...rest]));
}

/** All notes some semitones higher. */
export function transposed(notes: readonly Spelt[], semitones: number): Spelt[] {
  return notes.map((
    [step, steps, pitch, velocity = 80],
  ) => [step, steps, pitch + semitones, velocity]);
}

/** One chord after another, each as long as its share of the bar. */
export function chordsOf(chords: readonly (readonly number[])[], stepsEach: number): Spelt[] {
  return chords.flatMap((pitches, index) =>
    pitches.map((pitch): Spelt => [index * stepsEach, stepsEach, pitch])
  );
}

/** One note after another. */
export function lineOf(pitches: readonly number[], stepsEach: number): Spelt[] {
  return pitches.map((pitch, index) => [index * stepsEach, stepsEach, pitch]);
}

function toNote([step, steps, pitch, velocity = 80]: Spelt): Note {
  return {
    startTicks: step * STEP_TICKS,
    durationTicks: steps * STEP_TICKS,
    pitch,
    velocity,
  };
}

function inOrder(a: Note, b: Note): number {
  return a.startTicks - b.startTicks || a.pitch - b.pitch;
}
