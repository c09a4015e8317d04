import assert from "node:assert/strict";
import type { PartNote } from "../../../src/music/analyse/analysis.ts";
import { quantise } from "../../../src/music/analyse/quantise.ts";
import { gridOf } from "../../support/analysed.ts";
import { pieceOf, type Spelt, trackOf } from "../../support/piece_of.ts";

function quantised(notes: readonly Spelt[]): readonly PartNote[] {
  const piece = pieceOf([trackOf(notes)]);
  return quantise(piece, gridOf(piece))[0]!.notes;
}

Deno.test("quantise moves a note to its nearest step and keeps how far it was off", () => {
  assert.deepEqual(quantised([[0, 4, 60], [4.25, 3, 62], [7.75, 4.5, 64]]), [
    { startStep: 0, steps: 4, pitch: 60, velocity: 80, offsetSteps: 0 },
    { startStep: 4, steps: 3, pitch: 62, velocity: 80, offsetSteps: 0.25 },
    { startStep: 8, steps: 5, pitch: 64, velocity: 80, offsetSteps: -0.25 },
  ]);
});

Deno.test("quantise gives the shortest note one step", () => {
  assert.equal(quantised([[0, 0.25, 60]])[0]!.steps, 1);
});

Deno.test("quantise keeps the longest of notes that fall on one step and pitch", () => {
  const notes = quantised([[0, 0.25, 60], [0.25, 4, 60], [0.25, 2, 64]]);
  assert.deepEqual(notes.map(({ pitch, steps }) => [pitch, steps]), [[60, 4], [64, 2]]);
});

Deno.test("quantise sorts notes by step, then pitch", () => {
  const notes = quantised([[0.25, 1, 60], [0, 1, 64], [1, 1, 50]]);
  assert.deepEqual(notes.map(({ startStep, pitch }) => [startStep, pitch]), [
    [0, 60],
    [0, 64],
    [1, 50],
  ]);
});

Deno.test("quantise leaves out tracks that lie behind the last analysed bar", () => {
  const piece = pieceOf([trackOf([[0, 4, 60]]), trackOf([[16 * 500, 4, 60]], { channel: 1 })]);
  assert.equal(quantise(piece, gridOf(piece)).length, 1);
});
