import assert from "node:assert/strict";
import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import { chordToneShare, rangeOf, shareOfMoves } from "./melody_measures.ts";

function lineOf(pitches: readonly number[]) {
  return pitches.map((pitch, index) => ({ step: index * 8, pitch }));
}

Deno.test("moves are steps up to two semitones, leaps beyond a fifth, or repeats", () => {
  assert.deepEqual(shareOfMoves(lineOf([60, 62, 61, 61, 68, 76])), {
    steps: 2 / 5,
    leaps: 1 / 5,
    repeats: 1 / 5,
  });
  assert.equal(rangeOf(lineOf([60, 62, 55, 76])), 21);
});

Deno.test("chord tones are counted where the bar starts and halves", () => {
  const chords = [
    { startStep: 0, steps: 16, root: 0, quality: "maj" },
    { startStep: 16, steps: 16, root: 7, quality: "7" },
  ] as const;
  const analysis = { chords, stepsPerBar: 16 } as unknown as Analysis;
  assert.equal(chordToneShare(lineOf([64, 65, 65, 60]), analysis), 2 / 4);
  assert.equal(chordToneShare([{ step: 4, pitch: 61 }, { step: 8, pitch: 67 }], analysis), 1);
});
