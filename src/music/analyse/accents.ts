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
export function findAccents({ tracks, ticksPerQuarter }: Piece): Float64Array {
  const stepsPerTick = 4 / ticksPerQuarter;
  const notes = tracks.filter((track) => !isDrums(track)).flatMap((track) =>
    toSteps(track, stepsPerTick)
  );
  const drums = tracks.filter(isDrums).flatMap((track) => toSteps(track, stepsPerTick));
  const length = Math.max(endOf(notes), endOf(drums));
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

/** The notes of a track that are listened to: its first. */
function toSteps({ notes }: Track, stepsPerTick: number): AccentNote[] {
  const heard: AccentNote[] = [];
  for (const { startTicks, durationTicks, pitch } of notes) {
    const start = Math.round(startTicks * stepsPerTick);
    if (start >= MAX_STEPS) break;
    const steps = Math.min(MAX_NOTE_STEPS, Math.max(1, Math.round(durationTicks * stepsPerTick)));
    heard.push({ start, steps, pitch });
  }
  return heard;
}

function endOf(notes: readonly AccentNote[]): number {
  let end = 0;
  for (const { start } of notes) end = Math.max(end, start + 1);
  return end;
}

function addScaled(sum: Float64Array, values: Float64Array, weight: number): void {
  let total = 0;
  for (const value of values) total += value;
  if (total <= 0) return;
  const mean = total / values.length;
  for (let step = 0; step < sum.length; step++) sum[step]! += values[step]! / mean * weight;
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
  const changes = new Float64Array(length);
  for (let step = 0; step < length; step++) {
    const from = Math.max(0, step - CHANGE_STEPS);
    const to = Math.min(length, step + CHANGE_STEPS);
    changes[step] = changeBetween(sums, { from, step, to });
  }
  return changes;
}

type Surroundings = { readonly from: number; readonly step: number; readonly to: number };

function changeBetween(sums: Float64Array, { from, step, to }: Surroundings): number {
  let product = 0;
  let squaresBefore = 0;
  let squaresAfter = 0;
  for (let pitchClass = 0; pitchClass < 12; pitchClass++) {
    const now = sums[step * 12 + pitchClass]!;
    const before = now - sums[from * 12 + pitchClass]!;
    const after = sums[to * 12 + pitchClass]! - now;
    product += before * after;
    squaresBefore += before * before;
    squaresAfter += after * after;
  }
  const norm = Math.sqrt(squaresBefore * squaresAfter);
  return norm > 0 ? 1 - product / norm : 0;
}

/** Up to each step, how many sixteenths of each pitch class have sounded. */
function cumulativePitchClasses(notes: readonly AccentNote[], length: number): Float64Array {
  const sums = new Float64Array((length + 1) * 12);
  for (const { start, steps, pitch } of notes) {
    const end = Math.min(length, start + steps);
    const pitchClass = pitch % 12;
    for (let step = start + 1; step <= end; step++) sums[step * 12 + pitchClass]!++;
  }
  for (let index = 12; index < sums.length; index++) sums[index]! += sums[index - 12]!;
  return sums;
}
