// Every line of a piece that somebody could call a tune: what lies on top and at the bottom of each
// track and of all together. Bars, roles and parts do not matter to who listens for a quotation.

import type { Note, Piece } from "../midi/piece.ts";
import type { OuterLine } from "./analysis.ts";
import { DRUM_CHANNEL } from "./quantise.ts";

/** Notes of one line; a longer one is cut. */
export const MAX_LINE_NOTES = 4_000;
/** Tracks of a piece that are listened to one by one. */
const MAX_TRACKS = 32;
/** Notes of all lines of a piece, the whole's and the first tracks' first; real ones have 30,000. */
export const MAX_NOTES = 100_000;
/** A line is known as written, in half the time and in twice the time. */
const SPEEDS = [1, 0.5, 2];

/** The outer lines of a piece at three speeds. */
export function outerLines({ tracks, ticksPerQuarter }: Piece): OuterLine[] {
  const pitched = tracks.filter(({ channel }) => channel !== DRUM_CHANNEL)
    .map(({ notes }) => notes);
  const voices = [...pitched.length > 1 ? [pitched.flat()] : [], ...pitched.slice(0, MAX_TRACKS)];
  const lines: OuterLine[] = [];
  let notesLeft = MAX_NOTES;
  for (const notes of voices) {
    const edges = SPEEDS.flatMap((speed) => edgesOf(notes, 4 * speed / ticksPerQuarter));
    notesLeft -= edges.reduce((sum, { length }) => sum + length, 0);
    if (notesLeft < 0) break;
    lines.push(...edges);
  }
  return lines;
}

function edgesOf(notes: readonly Note[], stepsPerTick: number): OuterLine[] {
  const top = new Map<number, number>();
  const bottom = new Map<number, number>();
  let isDoubled = false;
  for (const { startTicks, pitch } of notes) {
    const step = Math.round(startTicks * stepsPerTick);
    const highest = top.get(step);
    isDoubled ||= highest !== undefined && highest !== pitch;
    top.set(step, Math.max(highest ?? pitch, pitch));
    bottom.set(step, Math.min(bottom.get(step) ?? pitch, pitch));
  }
  return isDoubled ? [lineOf(top), lineOf(bottom)] : [lineOf(top)];
}

function lineOf(pitches: ReadonlyMap<number, number>): OuterLine {
  return [...pitches].sort(([a], [b]) => a - b).slice(0, MAX_LINE_NOTES)
    .map(([step, pitch]) => ({ step, pitch }));
}
