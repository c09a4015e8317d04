import assert from "node:assert/strict";
import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import { chordToneShare, clashShare, rangeOf, shareOfMoves } from "./melody_measures.ts";

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

Deno.test("a tune clashes while anything under it is a semitone away in any octave", () => {
  const note = (startStep: number, steps: number, pitch: number) => ({ startStep, steps, pitch });
  const parts = [
    { role: "melody", notes: [note(0, 4, 71), note(4, 4, 72), note(12, 2, 60)] },
    { role: "bass", notes: [note(2, 6, 36)] },
    { role: "drums", notes: [note(12, 2, 61)] },
  ];
  assert.equal(clashShare({ parts } as unknown as Analysis), 2 / 10);
});
