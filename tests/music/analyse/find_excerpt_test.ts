import assert from "node:assert/strict";
import { findExcerpt } from "../../../src/music/analyse/find_excerpt.ts";
import { cutPiece } from "../../../src/music/midi/cut_piece.ts";
import {
  lineOf,
  pieceOf,
  repeated,
  type Spelt,
  STEP_TICKS,
  trackOf,
  transposed,
} from "../../support/piece_of.ts";

/** At 120 quarters a minute: two seconds. */
const BAR = 16;

/** Four bars each, one after the other. */
function songOf(parts: readonly (readonly Spelt[])[]) {
  const notes = parts.flatMap((part, index) => repeated(part, [index * 4 * BAR]));
  return pieceOf([trackOf(notes)]);
}

function part(pitch: number, velocity: number): Spelt[] {
  const bars = [0, 5, 3, 8].flatMap((shift, bar) =>
    repeated(lineOf([0, 4, 7, 4].map((step) => pitch + shift + step), 4), [bar * BAR])
  );
  return transposed(bars, 0).map(([step, steps, pitch]) => [step, steps, pitch, velocity]);
}

function barOf(ticks: number): number {
  return ticks / STEP_TICKS / BAR;
}

Deno.test("an excerpt begins where the song grows loud", () => {
  const song = songOf([part(60, 40), part(55, 50), part(67, 110), part(62, 45)]);
  assert.equal(barOf(findExcerpt(song, 8)), 8);
});

Deno.test("of parts as loud as each other the first that comes back is taken", () => {
  const [a, b, c] = [part(60, 80), part(50, 80), part(67, 80)];
  assert.equal(barOf(findExcerpt(songOf([a, b, c, b]), 8)), 4);
});

Deno.test("an excerpt of a song hardly longer than it begins with the first note", () => {
  const late = pieceOf([trackOf(repeated(part(60, 80), [2 * BAR]))]);
  assert.equal(barOf(findExcerpt(late, 60)), 2);
  assert.equal(barOf(findExcerpt(late, 11)), 2);
});

Deno.test("a song of drums alone has an excerpt", () => {
  const song = pieceOf([
    trackOf(part(36, 30), { channel: 9 }),
    trackOf(repeated(part(36, 100), [4 * BAR]), { channel: 9 }),
  ]);
  assert.equal(barOf(findExcerpt(song, 8)), 4);
});

Deno.test("an excerpt begins on a whole tick, however odd the metre", () => {
  const notes = trackOf(lineOf(Array.from({ length: 200 }, (_, index) => 40 + index % 50), 1));
  const odd = { ...pieceOf([notes], { numerator: 1, denominator: 64 }), ticksPerQuarter: 97 };
  const start = findExcerpt(odd, 1);
  assert.ok(Number.isInteger(start));
  assert.ok(cutPiece(odd, { startTicks: start, lengthSeconds: 1 }).tracks[0]!.notes.length > 0);
});
