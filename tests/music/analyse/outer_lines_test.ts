import assert from "node:assert/strict";
import { MAX_LINE_NOTES, MAX_NOTES, outerLines } from "../../../src/music/analyse/outer_lines.ts";
import type { Note, Piece } from "../../../src/music/midi/piece.ts";

function pieceOf(...tracks: (readonly (readonly [number, number])[])[]): Piece {
  return {
    ticksPerQuarter: 4,
    tracks: tracks.map((notes, channel) => ({
      name: "",
      channel,
      program: 0,
      notes: notes.map(([startTicks, pitch]): Note => (
        { startTicks, durationTicks: 1, pitch, velocity: 80 }
      )),
    })),
    tempos: [],
    meters: [],
    texts: [],
    durationTicks: 100,
  };
}

function written(piece: Piece): string[] {
  return outerLines(piece).map((line) =>
    line.map(({ step, pitch }) => `${step}:${pitch}`).join(" ")
  );
}

Deno.test("a line is known at its speed, at half and at twice", () => {
  assert.deepEqual(written(pieceOf([[0, 60], [2, 62]])), ["0:60 2:62", "0:60 1:62", "0:60 4:62"]);
});

Deno.test("a track of chords has a top and a bottom", () => {
  const [top, bottom] = written(pieceOf([[0, 60], [0, 64], [4, 62]]));
  assert.deepEqual([top, bottom], ["0:64 4:62", "0:60 4:62"]);
});

Deno.test("two tracks have lines of their own and of both together", () => {
  const lines = written(pieceOf([[0, 60]], [[0, 48], [4, 50]]));
  assert.deepEqual([lines[0], lines[1], lines[6], lines[9]], [
    "0:60 4:50",
    "0:48 4:50",
    "0:60",
    "0:48 4:50",
  ]);
});

Deno.test("a line of more notes than are compared is cut", () => {
  const long = Array.from({ length: MAX_LINE_NOTES + 1 }, (_, i) => [i, 60 + i % 5] as const);
  assert.equal(outerLines(pieceOf(long))[0]!.length, MAX_LINE_NOTES);
});

Deno.test("many long lines are known up to a number of notes", () => {
  const long = Array.from({ length: MAX_LINE_NOTES }, (_, i) => [i, 60 + i % 5] as const);
  const lines = outerLines(pieceOf(...Array.from({ length: 9 }, () => long)));
  const notes = lines.reduce((sum, { length }) => sum + length, 0);
  assert.ok(notes <= MAX_NOTES && notes > MAX_NOTES - 3 * MAX_LINE_NOTES, String(notes));
});
