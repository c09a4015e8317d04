// A few notes as a piece and as a file, for what needs music but not which.

import type { Note, Piece, Track } from "../../src/music/midi/piece.ts";
import { writeMidi } from "../../src/music/midi/write_midi.ts";

export const TICKS_PER_QUARTER = 480;
/** At 120 quarters a minute. */
export const TICKS_PER_SECOND = 960;

export function simpleNote(changes: Partial<Note> = {}): Note {
  return { startTicks: 0, durationTicks: TICKS_PER_SECOND, pitch: 69, velocity: 100, ...changes };
}

export function simpleTrack(changes: Partial<Track> = {}): Track {
  return { name: "", channel: 0, program: 0, notes: [simpleNote()], ...changes };
}

/** Two seconds long, at 120 quarters a minute. */
export function simplePiece(tracks: readonly Track[], changes: Partial<Piece> = {}): Piece {
  return {
    ticksPerQuarter: TICKS_PER_QUARTER,
    tracks,
    tempos: [{ startTicks: 0, microsecondsPerQuarter: 500_000 }],
    meters: [{ startTicks: 0, numerator: 4, denominator: 4 }],
    texts: [],
    durationTicks: 2 * TICKS_PER_SECOND,
    ...changes,
  };
}

/** One with another name is another file of the same notes. */
export function simpleMidi(changes: Partial<Track> = {}): Uint8Array<ArrayBuffer> {
  return writeMidi(simplePiece([simpleTrack(changes)]));
}
