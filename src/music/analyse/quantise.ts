// From ticks to sixteenths, keeping how far off the grid each note was played.

import type { Note, Piece, Track } from "../midi/piece.ts";
import type { PartNote } from "./analysis.ts";
import type { BarGrid } from "./bar_grid.ts";

/** A track on the grid of sixteenths. */
export type GridTrack = {
  readonly name: string;
  readonly program: number;
  readonly isDrums: boolean;
  readonly notes: readonly PartNote[];
};

export const DRUM_CHANNEL = 9;

/** Puts every note on its nearest step; of notes with one pitch on one step the longest stays. */
export function quantise(piece: Piece, grid: BarGrid): GridTrack[] {
  return piece.tracks.map((track) => quantiseTrack(track, grid)).filter(({ notes }) =>
    notes.length > 0
  );
}

function quantiseTrack({ name, program, channel, notes }: Track, grid: BarGrid): GridTrack {
  const end = grid.bars * grid.stepsPerBar;
  const placed: PartNote[] = [];
  for (const note of notes) {
    const onGrid = quantiseNote(note, grid);
    if (onGrid.startStep < end) placed.push(onGrid);
  }
  return { name, program, isDrums: channel === DRUM_CHANNEL, notes: longestOfEachPlace(placed) };
}

/** In order of places. */
function longestOfEachPlace(notes: readonly PartNote[]): readonly PartNote[] {
  if (areInOrder(notes)) return notes;
  const sorted = notes.toSorted((a, b) => placeOf(a) - placeOf(b) || b.steps - a.steps);
  return sorted.filter((note, i) => i === 0 || placeOf(note) !== placeOf(sorted[i - 1]!));
}

/** Whether each place comes after the one before it: most tracks are so, and need no sorting. */
export function areInOrder(notes: readonly PartNote[]): boolean {
  let last = -1;
  for (const note of notes) {
    const place = placeOf(note);
    if (place <= last) return false;
    last = place;
  }
  return true;
}

/** A number for each step and pitch, in the order of notes. */
export function placeOf({ startStep, pitch }: Pick<PartNote, "startStep" | "pitch">): number {
  return startStep * 128 + pitch;
}

function quantiseNote({ startTicks, durationTicks, pitch, velocity }: Note, grid: BarGrid) {
  const exact = grid.stepAt(startTicks);
  const startStep = Math.round(exact);
  const steps = Math.max(1, Math.round(grid.stepAt(startTicks + durationTicks) - exact));
  return { startStep, steps, pitch, velocity, offsetSteps: exact - startStep };
}
