import assert from "node:assert/strict";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import { chordNamesOf } from "../../support/analysed.ts";
import {
  chordsOf,
  pieceOf,
  repeated,
  type Spelt,
  trackOf,
  transposed,
} from "../../support/piece_of.ts";

const CADENCE = chordsOf([
  [48, 64, 67, 72],
  [45, 64, 69, 72],
  [50, 62, 65, 69],
  [43, 59, 65, 67],
], 16);

function song(notes: readonly Spelt[], fromStep = 0) {
  return pieceOf([trackOf(repeated(notes, [0, 64, 128].map((step) => step + fromStep)))]);
}

Deno.test("analyse names the chords of a cadence", () => {
  assert.deepEqual(chordNamesOf(song(CADENCE)).slice(0, 5), [
    "0:C",
    "16:Am",
    "32:Dm",
    "48:G7",
    "64:C",
  ]);
});

Deno.test("analyse names the same chords a semitone higher in another key", () => {
  assert.deepEqual(chordNamesOf(song(transposed(CADENCE, 1))).slice(0, 4), [
    "0:Db",
    "16:Bbm",
    "32:Ebm",
    "48:Ab7",
  ]);
});

Deno.test("analyse hears two chords in a bar", () => {
  const halves = chordsOf([[48, 64, 67], [53, 65, 69], [55, 67, 71], [48, 64, 67]], 8);
  assert.deepEqual(
    chordNamesOf(pieceOf([trackOf(repeated(halves, [0, 32, 64, 96]))])).slice(0, 4),
    [
      "0:C",
      "8:F",
      "16:G",
      "24:C",
    ],
  );
});

Deno.test("analyse hears broken chords as chords", () => {
  const broken = [[48, 64, 67], [53, 65, 69], [55, 67, 71], [48, 64, 67]].flatMap((pitches, bar) =>
    Array.from({ length: 8 }, (_, index): Spelt => [bar * 16 + index * 2, 2, pitches[index % 3]!])
  );
  assert.deepEqual(chordNamesOf(song(broken)).slice(0, 3), ["0:C", "16:F", "32:G"]);
});

Deno.test("analyse does not take the passing notes of a tune for chords", () => {
  const tune = repeated([[0, 2, 76], [2, 2, 77], [4, 2, 79], [6, 2, 81], [8, 4, 79], [12, 4, 74]], [
    0,
    16,
    32,
    48,
  ]);
  const steady = repeated(chordsOf([[48, 60, 64, 67]], 16), [0, 16, 32, 48]);
  assert.deepEqual(chordNamesOf(song([...steady, ...tune])), ["0:C"]);
});

Deno.test("analyse tells minor from major when the third alone is different", () => {
  const thirds = chordsOf([[45, 60, 64], [45, 61, 64]], 16);
  assert.deepEqual(chordNamesOf(song(repeated(thirds, [0, 32]))).slice(0, 2), ["0:Am", "16:A"]);
});

Deno.test("analyse covers every bar with chords, without gap, through silence", () => {
  const { chords, bars, stepsPerBar } = analyse(song([...CADENCE, [120, 4, 60]], 8));
  const ends = chords.map(({ startStep, steps }) => startStep + steps);
  assert.equal(chords[0]!.startStep, 0);
  assert.deepEqual(chords.slice(1).map(({ startStep }) => startStep), ends.slice(0, -1));
  assert.equal(ends.at(-1), bars * stepsPerBar);
});

Deno.test("analyse finds no chords in drums alone", () => {
  const beat = trackOf([[0, 1, 36], [4, 1, 38], [8, 1, 36], [12, 1, 38]], { channel: 9 });
  assert.deepEqual(analyse(pieceOf([beat])).chords, []);
});
