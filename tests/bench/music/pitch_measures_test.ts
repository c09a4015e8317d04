import assert from "node:assert/strict";
import { lineOf, pieceOf, trackOf } from "../../support/piece_of.ts";
import { barEntropy, pitchClassEntropy, scaleConsistency } from "./pitch_measures.ts";
import { pitchedNotes, type ScoreNote, toScore } from "./score.ts";

function notesOf(pitches: readonly number[]): ScoreNote[] {
  return pitchedNotes(toScore(pieceOf([trackOf(lineOf(pitches, 4))])));
}

Deno.test("entropy is 0 bits for octaves of one pitch and 2 for four pitches as often", () => {
  assert.equal(pitchClassEntropy(notesOf([48, 60, 72, 60])), 0);
  assert.equal(pitchClassEntropy(notesOf([60, 62, 64, 65])), 2);
});

Deno.test("entropy in a bar is the mean over bars, in four over all that follow each other", () => {
  const twoBars = toScore(pieceOf([trackOf(lineOf([60, 60, 60, 60, 60, 62, 64, 65], 4))]));
  assert.equal(barEntropy(twoBars, 1), 1);
  assert.equal(barEntropy(twoBars, 2), pitchClassEntropy(pitchedNotes(twoBars)));
});

Deno.test("scale consistency is the share of the notes in the best scale", () => {
  assert.equal(scaleConsistency(notesOf([62, 64, 66, 67, 69, 71, 73, 62])), 1);
  assert.equal(scaleConsistency(notesOf([60, 62, 63, 65, 67, 68, 71, 60])), 1);
  assert.equal(scaleConsistency(notesOf([60, 62, 64, 65, 67, 69, 71, 61])), 7 / 8);
});
