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
  const placed = notes.map((note) => quantiseNote(note, grid))
    .filter(({ startStep }) => startStep < end)
    .sort((a, b) => placeOf(a) - placeOf(b) || b.steps - a.steps);
  return { name, program, isDrums: channel === DRUM_CHANNEL, notes: firstOfEachPlace(placed) };
}

function firstOfEachPlace(notes: readonly PartNote[]): PartNote[] {
  let last = -1;
  return notes.filter((note) => {
    const isFirst = placeOf(note) !== last;
    last = placeOf(note);
    return isFirst;
  });
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
