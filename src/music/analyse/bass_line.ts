// The bass inside what one player plays: all of a bass player's notes, but only the deep ones of a
// left hand that plays chords or broken chords above them.

import type { PartNote } from "./analysis.ts";
import { monophonic, startingTogether } from "./monophonic.ts";
import { statsOf } from "./bar_stats.ts";

/** The bass notes among the notes of one layer, sorted by start. */
export function bassLine(notes: readonly PartNote[]): PartNote[] {
  const groups = startingTogether(notes).map(toGroup);
  const deep = isOneVoice(notes) ? groups : groups.filter((_, index) => isDeep(index, groups));
  return monophonic(deep.map(({ lowest }) => lowest), "lowest");
}

/** Notes that start together. */
type Group = {
  readonly lowest: PartNote;
  /** How many pitch classes sound together: an octave is one. */
  readonly fullness: number;
};

function toGroup(notes: readonly PartNote[]): Group {
  const lowest = notes[0]!;
  if (notes.length === 1) return { lowest, fullness: 1 };
  return { lowest, fullness: new Set(notes.map(({ pitch }) => pitch % 12)).size };
}

const MAX_RANGE = 24;
const MAX_MEAN_PITCH = 50;
const MAX_NOTES_PER_START = 1.2;
/** A deeper note this near makes a note a part of its chord. */
const NEAR_STEPS = 3;
/** So does one on the next beat with no chord between them: they are one broken chord. */
const BEAT_STEPS = 4;
/** So does a thinner one within two beats: it is the bass, and this the chord on the afterbeats. */
const AFTERBEAT_STEPS = 8;
/** A note is as deep as another up to so many semitones above it. */
const MAX_ABOVE = 2;

/** A player of single notes in a low range. */
function isOneVoice(notes: readonly PartNote[]): boolean {
  if (notes.length === 0) return true;
  const pitches = notes.map(({ pitch }) => pitch).sort((a, b) => a - b);
  const range = pitches[Math.floor(pitches.length * 0.95)]! - pitches[0]!;
  const { notesPerStart, meanPitch } = statsOf(notes);
  return notesPerStart <= MAX_NOTES_PER_START && range <= MAX_RANGE && meanPitch < MAX_MEAN_PITCH;
}

function isDeep(index: number, groups: readonly Group[]): boolean {
  return isDeepBeside(index, groups, -1) && isDeepBeside(index, groups, 1);
}

function isDeepBeside(index: number, groups: readonly Group[], direction: 1 | -1): boolean {
  const { lowest, fullness } = groups[index]!;
  let fullestBetween = 0;
  for (let beside = index + direction;; beside += direction) {
    const other = groups[beside];
    const distance = other ? Math.abs(other.lowest.startStep - lowest.startStep) : Infinity;
    if (!other || distance > AFTERBEAT_STEPS) return true;
    const isDeeper = other.lowest.pitch < lowest.pitch - MAX_ABOVE;
    const isBroken = distance <= BEAT_STEPS && fullestBetween > 0 && fullestBetween <= fullness;
    const isAfterbeat = other.fullness < fullness;
    if (isDeeper && (distance <= NEAR_STEPS || isBroken || isAfterbeat)) return false;
    fullestBetween = Math.max(fullestBetween, other.fullness);
  }
}
