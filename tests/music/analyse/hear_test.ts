import assert from "node:assert/strict";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import { hear } from "../../../src/music/analyse/hear.ts";
import { chordsOf, lineOf, pieceOf, trackOf } from "../../support/piece_of.ts";

const SONG = pieceOf([
  trackOf(lineOf([72, 76, 79, 76, 74, 77, 81, 77], 4)),
  trackOf(chordsOf([[48, 52, 55], [50, 53, 57]], 16), { channel: 1 }),
  trackOf([[0, 1, 36], [8, 1, 36]], { channel: 9 }),
]);

Deno.test("hear tells what analyse tells of a piece, but for what is inside its bars", () => {
  const { chords: _chords, phrases: _phrases, ...outline } = analyse(SONG);
  assert.deepEqual(hear(SONG).outline, outline);
});

Deno.test("hear keeps the notes of all tracks but drums", () => {
  const { pitched } = hear(SONG);
  assert.equal(pitched.length, 8 + 6);
});

Deno.test("hear refuses a piece without notes", () => {
  assert.throws(() => hear(pieceOf([])), RangeError);
});
