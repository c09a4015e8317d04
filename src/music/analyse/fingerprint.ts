// What a song sounds like as one number: equal for files whose notes are the same, whatever their
// names, tempo, key, instruments and loudness.

import type { Piece, Track } from "../midi/piece.ts";
import { DRUM_CHANNEL } from "./quantise.ts";

/** Fewer notes tell nothing: many songs could have them. */
export const MIN_FINGERPRINT_NOTES = 16;

/**
 * 16 hex digits of the places where pitched notes start, or nothing when there are too few.
 * Time counts from the first of them, pitch from the lowest.
 */
export function fingerprintOf({ tracks, ticksPerQuarter }: Piece): string {
  const pitched = tracks.filter(({ channel }) => channel !== DRUM_CHANNEL);
  const places = withoutRepeats(placesOf(pitched, ticksPerQuarter).sort());
  if (places.length < MIN_FINGERPRINT_NOTES) return "";
  return MULTIPLIERS.map((multiplier) => hex(hash(places, multiplier))).join("");
}

/** Notes of one moment may be written some ticks apart. */
const STEPS_PER_QUARTER = 8;
/** Of two hashes of 32 bits, so that they have nothing in common. */
const MULTIPLIERS = [0x85ebca6b, 0xcc9e2d51];

/** Step and pitch of each note in one number. */
function placesOf(tracks: readonly Track[], ticksPerQuarter: number): Float64Array {
  const places = new Float64Array(tracks.reduce((sum, { notes }) => sum + notes.length, 0));
  const { startTicks: first, pitch: lowest } = lowestBounds(tracks);
  let count = 0;
  for (const { notes } of tracks) {
    for (const { startTicks, pitch } of notes) {
      const step = Math.round((startTicks - first) / ticksPerQuarter * STEPS_PER_QUARTER);
      places[count++] = step * 128 + pitch - lowest;
    }
  }
  return places;
}

function lowestBounds(tracks: readonly Track[]) {
  const bounds = { startTicks: Infinity, pitch: Infinity };
  for (const { notes } of tracks) {
    for (const { startTicks, pitch } of notes) {
      if (startTicks < bounds.startTicks) bounds.startTicks = startTicks;
      if (pitch < bounds.pitch) bounds.pitch = pitch;
    }
  }
  return bounds;
}

function withoutRepeats(sorted: Float64Array): Float64Array {
  let count = 0;
  for (const value of sorted) {
    if (count === 0 || value !== sorted[count - 1]) sorted[count++] = value;
  }
  return sorted.subarray(0, count);
}

/** A hash of whole numbers below 2^53: each step can be undone, so no one note goes unheard. */
function hash(values: Float64Array, multiplier: number): number {
  let mixed = values.length;
  for (const value of values) {
    mixed = mix(mix(mixed ^ value, multiplier) ^ value / 2 ** 32, multiplier);
  }
  return mixed >>> 0;
}

function mix(value: number, multiplier: number): number {
  const product = Math.imul(value ^ value >>> 15, multiplier);
  return product ^ product >>> 13;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
