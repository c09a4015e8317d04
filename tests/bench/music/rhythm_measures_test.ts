import assert from "node:assert/strict";
import { pieceOf, type Spelt, trackOf } from "../../support/piece_of.ts";
import {
  emptyBeatRate,
  grooveConsistency,
  grooveSimilarity,
  notesPerBeat,
  polyphony,
} from "./rhythm_measures.ts";
import { pitchedNotes, toScore } from "./score.ts";

function scoreOf(notes: readonly Spelt[]) {
  return toScore(pieceOf([trackOf(notes)]));
}

/** A bar on the beats, the same again, a bar between the beats. */
const ON_AND_OFF = scoreOf(
  [0, 4, 8, 12, 16, 20, 24, 28, 34, 38, 42, 46].map((step) => [step, 2, 60]),
);

Deno.test("the groove is consistent as far as neighbouring bars start notes together", () => {
  assert.equal(grooveConsistency(ON_AND_OFF), (1 + 0.5) / 2);
  assert.equal(grooveSimilarity(ON_AND_OFF), (1 + 0.5 + 0.5) / 3);
});

Deno.test("drums play no part in the groove of the pitches, but no beat they sound in is empty", () => {
  const drums = trackOf([[4, 1, 38]], { channel: 9 });
  const piece = pieceOf([trackOf([[0, 1, 60], [12, 4, 60], [16, 1, 60], [28, 4, 60]]), drums]);
  assert.equal(grooveConsistency(toScore(piece)), 1);
  assert.equal(emptyBeatRate(toScore(piece)), 3 / 8);
});

Deno.test("polyphony counts the sixteenths with two pitches among those that sound", () => {
  const notes = pitchedNotes(scoreOf([[0, 4, 60], [2, 2, 64], [8, 4, 60]]));
  assert.equal(polyphony(notes), 2 / 8);
});

Deno.test("notes per beat counts over all bars, rests included", () => {
  assert.equal(notesPerBeat(scoreOf([[0, 1, 60], [1, 1, 60], [16, 1, 60], [17, 1, 62]])), 0.5);
});
