import assert from "node:assert/strict";
import { cutPiece } from "../../../src/music/midi/cut_piece.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import { writeMidi } from "../../../src/music/midi/write_midi.ts";
import {
  simpleNote,
  simplePiece,
  simpleTrack,
  TICKS_PER_SECOND,
} from "../../support/simple_piece.ts";

const SECOND = TICKS_PER_SECOND;

function cutNotes(notes: readonly (readonly [start: number, length: number])[], start: number) {
  const track = simpleTrack({
    notes: notes.map(([start, length], index) =>
      simpleNote({
        startTicks: start * SECOND,
        durationTicks: length * SECOND,
        pitch: 60 + index,
      })
    ),
  });
  const piece = simplePiece([track], { durationTicks: 10 * SECOND });
  const cut = cutPiece(piece, { startTicks: start * SECOND, lengthSeconds: 2 });
  const { notes: kept } = cut.tracks[0]!;
  assert.deepEqual(readMidi(writeMidi(cut)).tracks.flatMap(({ notes }) => notes), kept);
  return kept
    .map(({ startTicks, durationTicks }) => [startTicks / SECOND, durationTicks / SECOND]);
}

Deno.test("a cut has the notes that sound in it, from its start to its end", () => {
  assert.deepEqual(cutNotes([[0, 1], [3, 1], [4.5, 0.25], [6, 1]], 4), [[0.5, 0.25]]);
  assert.deepEqual(cutNotes([[3, 2], [4, 1], [5, 5]], 4), [[0, 1], [0, 1], [1, 1]]);
  assert.deepEqual(cutNotes([[2, 2], [6, 2]], 4), []);
});

Deno.test("a cut is as long as was asked, and ends with the piece at the latest", () => {
  const piece = simplePiece([simpleTrack()], { durationTicks: 5 * SECOND });
  const ticks = (start: number, lengthSeconds: number) =>
    cutPiece(piece, { startTicks: start * SECOND, lengthSeconds }).durationTicks / SECOND;
  assert.equal(ticks(0, 2), 2);
  assert.equal(ticks(4, 2), 1);
  assert.equal(ticks(5, 2), 0);
});

Deno.test("a cut is measured in seconds over changes of tempo", () => {
  const tempos = [
    { startTicks: 0, microsecondsPerQuarter: 500_000 },
    { startTicks: 2 * SECOND, microsecondsPerQuarter: 1_000_000 },
    { startTicks: 4 * SECOND, microsecondsPerQuarter: 250_000 },
  ];
  const piece = simplePiece([simpleTrack()], { tempos, durationTicks: 10 * SECOND });
  const cut = cutPiece(piece, { startTicks: 3 * SECOND, lengthSeconds: 3 });
  assert.equal(cut.durationTicks, 3 * SECOND);
  assert.deepEqual(cut.tempos, [
    { startTicks: 0, microsecondsPerQuarter: 1_000_000 },
    { startTicks: SECOND, microsecondsPerQuarter: 250_000 },
  ]);
});

Deno.test("a cut begins with the controls and the metre in force", () => {
  const controls = [
    { startTicks: 0, controller: 7, value: 90 },
    { startTicks: SECOND, controller: 7, value: 70 },
    { startTicks: 0, controller: 10, value: 20 },
    { startTicks: 3 * SECOND, controller: 7, value: 110 },
    { startTicks: 4 * SECOND, controller: 10, value: 30 },
  ].sort((a, b) => a.startTicks - b.startTicks);
  const meters = [
    { startTicks: 0, numerator: 4, denominator: 4 },
    { startTicks: SECOND, numerator: 3, denominator: 4 },
  ];
  const piece = simplePiece([simpleTrack({ controls })], { meters, durationTicks: 9 * SECOND });
  const cut = cutPiece(piece, { startTicks: 2 * SECOND, lengthSeconds: 2 });
  assert.deepEqual(cut.tracks[0]!.controls, [
    { startTicks: 0, controller: 7, value: 70 },
    { startTicks: 0, controller: 10, value: 20 },
    { startTicks: SECOND, controller: 7, value: 110 },
  ]);
  assert.deepEqual(cut.meters, [{ startTicks: 0, numerator: 3, denominator: 4 }]);
});
