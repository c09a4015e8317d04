// The bass inside what one player plays: all of a bass player's notes, but only the deep ones of a
// left hand that plays chords or broken chords above them.

import type { PartNote } from "./analysis.ts";
import { monophonic, startingTogether } from "./monophonic.ts";
import { statsOf } from "./bar_stats.ts";

/** The bass notes among the notes of one layer, sorted by start. */
export function bassLine(notes: readonly PartNote[]): PartNote[] {
  const lowest = startingTogether(notes).map((group) => group[0]!);
  if (isOneVoice(notes)) return monophonic(lowest, "lowest");
  return monophonic(lowest.filter((note, index) => isDeep(note, index, lowest)), "lowest");
}

const MAX_RANGE = 24;
const MAX_NOTES_PER_START = 1.2;
/** Notes this near in time are compared. */
const NEAR_STEPS = 3;
/** A bass note is at most this far above the deepest note near it. */
const MAX_ABOVE = 2;

/** A player of single notes in a low range. */
function isOneVoice(notes: readonly PartNote[]): boolean {
  if (notes.length === 0) return true;
  const pitches = notes.map(({ pitch }) => pitch).sort((a, b) => a - b);
  const range = pitches[Math.floor(pitches.length * 0.95)]! - pitches[0]!;
  const { notesPerStart, meanPitch } = statsOf(notes);
  return notesPerStart <= MAX_NOTES_PER_START && range <= MAX_RANGE && meanPitch < 50;
}

function isDeep(note: PartNote, index: number, lowest: readonly PartNote[]): boolean {
  const isNear = (other: PartNote | undefined) =>
    other !== undefined && Math.abs(other.startStep - note.startStep) <= NEAR_STEPS;
  for (let before = index - 1; isNear(lowest[before]); before--) {
    if (lowest[before]!.pitch < note.pitch - MAX_ABOVE) return false;
  }
  for (let after = index + 1; isNear(lowest[after]); after++) {
    if (lowest[after]!.pitch < note.pitch - MAX_ABOVE) return false;
  }
  return true;
}
