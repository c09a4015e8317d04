// How well the notes of a piece keep to its beats. A pianist who plays without a click leaves them.

import type { Piece } from "../midi/piece.ts";

/** Ways to divide a quarter, the likeliest first; music keeps to one of them at least. */
const DIVISIONS = [4, 2, 3, 1, 6];
/** With fewer notes, it is chance. */
const MIN_NOTES = 48;
/** So many notes of a track, spread over it, are heard. */
const MAX_NOTES_PER_TRACK = 200;
/** The share of agreement below which a piece is played freely; noise stays below 0.2. */
const MIN_AGREEMENT = 0.3;

/** Whether the notes start anywhere between the beats of the file. */
export function isPlayedFreely(piece: Piece): boolean {
  const count = piece.tracks.reduce((sum, { notes }) => sum + notes.length, 0);
  return count >= MIN_NOTES &&
    DIVISIONS.every((division) => agreement(piece, division) < MIN_AGREEMENT);
}

/** 0–1: how near to each other the notes stand between the places that divide the quarters. */
export function agreement({ tracks, ticksPerQuarter }: Piece, division: number): number {
  const turnsPerTick = division / ticksPerQuarter;
  let [x, y, count] = [0, 0, 0];
  for (const { notes } of tracks) {
    const stride = Math.ceil(notes.length / MAX_NOTES_PER_TRACK);
    for (let index = 0; index < notes.length; index += stride) {
      const angle = notes[index]!.startTicks * turnsPerTick % 1 * 2 * Math.PI;
      x += Math.cos(angle);
      y += Math.sin(angle);
      count++;
    }
  }
  return Math.hypot(x, y) / Math.max(1, count);
}
