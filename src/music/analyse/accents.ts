// How strongly each sixteenth of a piece sounds like the start of a bar.

import type { Piece, Track } from "../midi/piece.ts";
import { DRUM_CHANNEL } from "./quantise.ts";

type AccentNote = { readonly start: number; readonly steps: number; readonly pitch: number };

/** Beyond this many sixteenths nothing is listened to. */
const MAX_STEPS = 6400;
/** A longer note counts no more. */
const MAX_NOTE_STEPS = 16;
/** How far before and after a step the harmony is compared. */
const CHANGE_STEPS = 4;
const KICKS_AND_CRASHES: ReadonlyMap<number, number> = new Map([[35, 1], [36, 1], [49, 3], [
  57,
  3,
]]);

/**
 * Long notes, new harmonies, low notes, bass drums and crashes start where bars do.
 * The sum of these, each with a mean of 1 (the last two of 1/2), for every sixteenth from tick 0.
 */
export function findAccents(piece: Piece): Float64Array {
  const notes = piece.tracks.filter((track) => !isDrums(track)).flatMap((track) =>
    toSteps(track, piece.ticksPerQuarter)
  );
  const drums = piece.tracks.filter(isDrums).flatMap((track) =>
    toSteps(track, piece.ticksPerQuarter)
  );
  const length = [...notes, ...drums].reduce((end, { start }) => Math.max(end, start + 1), 0);
  const accents = new Float64Array(length);
  addScaled(accents, longNotes(notes, length), 1);
  addScaled(accents, harmonyChanges(notes, length), 1);
  addScaled(accents, lowNotes(notes, length), 0.5);
  addScaled(accents, drumAccents(drums, length), 0.5);
  return accents;
}

function isDrums({ channel }: Track): boolean {
  return channel === DRUM_CHANNEL;
}

function toSteps({ notes }: Track, ticksPerQuarter: number): AccentNote[] {
  const stepsPerTick = 4 / ticksPerQuarter;
  return notes.map(({ startTicks, durationTicks, pitch }) => ({
    start: Math.round(startTicks * stepsPerTick),
    steps: Math.min(MAX_NOTE_STEPS, Math.max(1, Math.round(durationTicks * stepsPerTick))),
    pitch,
  })).filter(({ start }) => start < MAX_STEPS);
}

function addScaled(sum: Float64Array, values: Float64Array, weight: number): void {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  if (mean > 0) values.forEach((value, step) => sum[step]! += value / mean * weight);
}

function longNotes(notes: readonly AccentNote[], length: number): Float64Array {
  const values = new Float64Array(length);
  for (const { start, steps } of notes) values[start]! += steps;
  return values;
}

function lowNotes(notes: readonly AccentNote[], length: number): Float64Array {
  const lowest = new Uint8Array(length).fill(128);
  for (const { start, steps, pitch } of notes) {
    for (let step = start; step < Math.min(length, start + steps); step++) {
      lowest[step] = Math.min(lowest[step]!, pitch);
    }
  }
  const values = new Float64Array(length);
  for (const { start, steps, pitch } of notes) {
    if (lowest[start] === pitch) values[start] = Math.max(values[start]!, steps);
  }
  return values;
}

function drumAccents(notes: readonly AccentNote[], length: number): Float64Array {
  const values = new Float64Array(length);
  for (const { start, pitch } of notes) values[start]! += KICKS_AND_CRASHES.get(pitch) ?? 0;
  return values;
}

/** How little the pitch classes just before each step and just after it have in common, 0–1. */
function harmonyChanges(notes: readonly AccentNote[], length: number): Float64Array {
  const sums = cumulativePitchClasses(notes, length);
  const between = (pitchClass: number, from: number, to: number) =>
    sums[Math.min(length, to) * 12 + pitchClass]! - sums[Math.max(0, from) * 12 + pitchClass]!;
  return Float64Array.from({ length }, (_, step) => {
    let product = 0;
    let squaresBefore = 0;
    let squaresAfter = 0;
    for (let pitchClass = 0; pitchClass < 12; pitchClass++) {
      const before = between(pitchClass, step - CHANGE_STEPS, step);
      const after = between(pitchClass, step, step + CHANGE_STEPS);
      product += before * after;
      squaresBefore += before * before;
      squaresAfter += after * after;
    }
    const norm = Math.sqrt(squaresBefore * squaresAfter);
    return norm > 0 ? 1 - product / norm : 0;
  });
}

function cumulativePitchClasses(notes: readonly AccentNote[], length: number): Float64Array {
  const sums = new Float64Array((length + 1) * 12);
  for (const { start, steps, pitch } of notes) {
    for (let step = start; step < Math.min(length, start + steps); step++) {
      sums[(step + 1) * 12 + pitch % 12]!++;
    }
  }
  for (let index = 12; index < sums.length; index++) sums[index]! += sums[index - 12]!;
  return sums;
}
