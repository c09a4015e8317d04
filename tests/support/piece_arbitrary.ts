// Pieces by chance, in the form a reader gives: what is written of them must come back the same.

import fc from "fast-check";
import type { Note, Piece, Track } from "../../src/music/midi/piece.ts";

const MAX_TICKS = 20_000;
// Records compare strictly with what the reader makes.
const PLAIN = { noNullPrototype: true };
const CONTROLLERS = [7, 10, 11, 64, 91, 93];

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const ticks = fc.nat(MAX_TICKS);

const note: fc.Arbitrary<Note> = fc.record({
  startTicks: ticks,
  durationTicks: fc.integer({ min: 1, max: MAX_TICKS }),
  pitch: fc.nat(127),
  velocity: fc.integer({ min: 1, max: 127 }),
}, PLAIN);

const control = fc.record({
  startTicks: ticks,
  controller: fc.constantFrom(...CONTROLLERS),
  value: fc.nat(127),
}, PLAIN);

/** A track as a reader gives it: sorted, no two notes of one pitch at once. */
export const trackArbitrary: fc.Arbitrary<Track> = fc.record({
  name: text,
  channel: fc.nat(15),
  program: fc.nat(127),
  notes: fc.array(note, { minLength: 1, maxLength: 30 }).map(withoutOverlap),
  controls: fc.array(control, { minLength: 1, maxLength: 10 }).map(byStart),
}, { requiredKeys: ["name", "channel", "program", "notes"], noNullPrototype: true });

/** A piece as a reader gives it; each track has a channel of its own. */
export const pieceArbitrary: fc.Arbitrary<Piece> = fc.record({
  ticksPerQuarter: fc.integer({ min: 24, max: 32_767 }),
  tracks: fc.uniqueArray(trackArbitrary, { selector: ({ channel }) => channel, maxLength: 8 }),
  tempos: changes(fc.record({ startTicks: ticks, microsecondsPerQuarter: tempo() }, PLAIN)),
  meters: changes(fc.record({
    startTicks: ticks,
    numerator: fc.integer({ min: 1, max: 255 }),
    denominator: fc.constantFrom(1, 2, 4, 8, 16, 32, 64),
  }, PLAIN)),
  texts: fc.array(fc.record({ startTicks: ticks, text }, PLAIN), { maxLength: 5 }).map(byStart),
  tailTicks: ticks,
}, PLAIN).map(({ tailTicks, ...rest }) => ({
  ...rest,
  durationTicks: Math.max(MAX_TICKS, ...rest.tracks.map(endTicks)) + tailTicks,
}));

function tempo(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 1_000_000 });
}

/** Sorted, one for each tick, the first at tick 0. */
function changes<T extends { readonly startTicks: number }>(
  change: fc.Arbitrary<T>,
): fc.Arbitrary<T[]> {
  return fc.array(change, { minLength: 1, maxLength: 5 }).map(([first, ...rest]) => {
    const all = [...rest, { ...first!, startTicks: 0 }];
    return byStart([...new Map(all.map((one) => [one.startTicks, one])).values()]);
  });
}

function byStart<T extends { readonly startTicks: number }>(events: readonly T[]): T[] {
  return events.toSorted((a, b) => a.startTicks - b.startTicks);
}

function withoutOverlap(notes: readonly Note[]): Note[] {
  const freeFrom = new Map<number, number>();
  return notes.toSorted((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch)
    .filter((one) => {
      const isFree = one.startTicks >= (freeFrom.get(one.pitch) ?? 0);
      if (isFree) freeFrom.set(one.pitch, one.startTicks + one.durationTicks);
      return isFree;
    });
}

function endTicks({ notes }: Track): number {
  return Math.max(...notes.map((one) => one.startTicks + one.durationTicks));
}
