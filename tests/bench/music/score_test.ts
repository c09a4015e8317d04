import assert from "node:assert/strict";
import { pieceOf, trackOf } from "../../support/piece_of.ts";
import { allLines } from "./line.ts";
import { pitchedNotes, toScore } from "./score.ts";

Deno.test("a score starts with the bar of the first note and counts bars to the last sound", () => {
  const score = toScore(pieceOf([trackOf([[20, 4, 60], [44, 8, 64]])]));
  assert.deepEqual(pitchedNotes(score).map(({ step }) => step), [4, 28]);
  assert.deepEqual([score.stepsPerBar, score.bars], [16, 3]);
});

Deno.test("at pace 2 every note stands on the eighth its sixteenth was", () => {
  const score = toScore(pieceOf([trackOf([[0, 1, 60], [3, 1, 62]])]), 2);
  assert.deepEqual(score.tracks[0]!.notes.map(({ step, steps }) => [step, steps]), [[0, 2], [
    6,
    2,
  ]]);
});

Deno.test("the lines of a piece are the edges of each track and of the whole, without drums", () => {
  const lines = allLines(toScore(pieceOf([
    trackOf([[0, 4, 60], [0, 4, 64]]),
    trackOf([[0, 4, 48]]),
    trackOf([[0, 4, 99]], { channel: 9 }),
  ])));
  assert.deepEqual(lines.map((line) => line.map(({ pitch }) => pitch)), [
    [64],
    [60],
    [48],
    [48],
    [64],
    [48],
  ]);
});
