import assert from "node:assert/strict";
import {
  appendBars,
  type BarsFrame,
  EMPTY_PIECE,
  isDrums,
  MAX_NOTES,
  type Note,
  sourceShares,
} from "../../src/page/piece.ts";
import { sampleFrame } from "../support/sample_job.ts";

function note(source: number, track = 0): Note {
  return [0, 1, 60, 90, track, source];
}

function bars(changes: Partial<BarsFrame>): BarsFrame {
  const plain = { startBar: 0, bars: 2, secondsPerBar: 2, notes: [] };
  return sampleFrame("bars", 1, { ...plain, ...changes }) as BarsFrame;
}

Deno.test("bars append to the piece, each at its own tempo", () => {
  const slow = appendBars(EMPTY_PIECE, bars({ notes: [note(0)] }));
  const piece = appendBars(slow, bars({ startBar: 2, secondsPerBar: 1, notes: [note(1)] }));
  assert.deepEqual(piece.barStarts, [0, 2, 4, 5]);
  assert.equal(piece.endSeconds, 6);
  assert.deepEqual(piece.notes, [note(0), note(1)]);
  assert.equal(slow.notes.length, 1);
});

Deno.test("bars that leave a gap are placed after it", () => {
  const piece = appendBars(EMPTY_PIECE, bars({ startBar: 3 }));
  assert.deepEqual(piece.barStarts, [0, 2, 4, 6, 8]);
});

Deno.test("bars keep the tracks of an earlier frame", () => {
  const drums = { name: "Drums", role: "drums", program: 0, isDrums: true };
  const piece = appendBars(
    appendBars(EMPTY_PIECE, bars({ tracks: [drums] })),
    bars({ startBar: 2, notes: [note(0, 0), note(0, 9)] }),
  );
  assert.equal(isDrums(piece, piece.notes[0]!), true);
  assert.equal(isDrums(piece, piece.notes[1]!), false);
});

Deno.test("a piece holds notes up to its limit and not one more", () => {
  const full = appendBars(EMPTY_PIECE, bars({ notes: Array(MAX_NOTES - 1).fill(note(0)) }));
  const over = appendBars(full, bars({ startBar: 2, notes: [note(1), note(2)] }));
  assert.equal(over.notes.length, MAX_NOTES);
  assert.deepEqual(over.notes.at(-1), note(1));
});

Deno.test("the shares of the sources add up to the whole piece", () => {
  const notes = [note(0), note(1), note(1), note(2)];
  assert.deepEqual(sourceShares(appendBars(EMPTY_PIECE, bars({ notes }))), [0.25, 0.5, 0.25]);
});

Deno.test("an empty piece has no share of anything", () => {
  assert.deepEqual(sourceShares(EMPTY_PIECE), [0, 0, 0]);
});
