// What a song sounds like as one number: equal for files whose notes are the same, whatever their
// names, tempo, key, instruments and loudness.

import type { Note, Piece } from "../midi/piece.ts";

const DRUM_CHANNEL = 9;
/** Fewer notes tell nothing: many songs could have them. */
const MIN_NOTES = 16;
/** Notes of one moment may be written some ticks apart. */
const STEPS_PER_QUARTER = 8;

/**
 * 16 hex digits (two FNV-1a hashes of 32 bits), or nothing for a song of under 16 pitched notes.
 * Steps count from the first note, pitches from the lowest.
 */
export function fingerprintOf(piece: Piece): string {
  const notes = piece.tracks.filter(({ channel }) => channel !== DRUM_CHANNEL)
    .flatMap(({ notes }) => notes);
  if (notes.length < MIN_NOTES) return "";
  const steps = stepsOf(notes, piece.ticksPerQuarter);
  return hex(hash(steps, 0x811c9dc5)) + hex(hash(steps, 0x01000193));
}

/** Step and pitch of each note in one number, sorted, each once. */
function stepsOf(notes: readonly Note[], ticksPerQuarter: number): Float64Array {
  let startTicks = Infinity;
  let lowest = Infinity;
  for (const note of notes) {
    startTicks = Math.min(startTicks, note.startTicks);
    lowest = Math.min(lowest, note.pitch);
  }
  const steps = Float64Array.from(notes, (note) => {
    const step = (note.startTicks - startTicks) / ticksPerQuarter * STEPS_PER_QUARTER;
    return Math.round(step) * 128 + note.pitch - lowest;
  }).sort();
  return steps.filter((step, index) => step !== steps[index - 1]);
}

/** FNV-1a over the bytes of whole numbers below 2^48. */
function hash(values: Float64Array, basis: number): number {
  let result = basis;
  for (const value of values) {
    for (let rest = value, byte = 0; byte < 6; byte++, rest = Math.floor(rest / 256)) {
      result = Math.imul(result ^ (rest % 256), 0x01000193);
    }
  }
  return result >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
