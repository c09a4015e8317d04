import fc from "fast-check";
import assert from "node:assert/strict";
import type { Piece, Track } from "../../../src/music/midi/piece.ts";
import { programChanges } from "../../../src/music/midi/program_changes.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import { writeMidi } from "../../../src/music/midi/write_midi.ts";
import { pieceArbitrary } from "../../support/piece_arbitrary.ts";

const PIECE: Piece = {
  ticksPerQuarter: 96,
  tracks: [],
  tempos: [{ startTicks: 0, microsecondsPerQuarter: 500_000 }],
  meters: [{ startTicks: 0, numerator: 4, denominator: 4 }],
  texts: [],
  durationTicks: 96,
};

function track(program: number, startTicks: readonly number[]): Track {
  const notes = startTicks.map((start) => (
    { startTicks: start, durationTicks: 24, pitch: 60, velocity: 80 }
  ));
  return { name: `Program ${program}`, channel: 0, program, notes };
}

Deno.test("writeMidi writes a format 1 file byte for byte", () => {
  const bytes = writeMidi({ ...PIECE, tracks: [track(5, [0])] });
  assert.equal(
    bytes.toHex(),
    "4d546864000000060001000200604d54726b0000001300ff510307a12000ff58040402180860ff2f00" +
      "4d54726b0000001c00ff030950726f6772616d203500c00500903c5018803c0048ff2f00",
  );
});

Deno.test("readMidi gives back every piece that writeMidi wrote", () => {
  fc.assert(
    fc.property(pieceArbitrary, (piece) => {
      assert.deepEqual(readMidi(writeMidi(piece)), piece);
    }),
    { numRuns: 500, seed: 4 },
  );
});

Deno.test("writeMidi gives back every byte of what it wrote once it was read", () => {
  fc.assert(
    fc.property(pieceArbitrary, (piece) => {
      const bytes = writeMidi(piece);
      assert.deepEqual(writeMidi(readMidi(bytes)), bytes);
    }),
    { numRuns: 200, seed: 5 },
  );
});

Deno.test("readMidi gives back the name and the copyright that writeMidi wrote", () => {
  const piece = { name: "Für Elise", copyright: "© 1867", ...PIECE, tracks: [track(5, [0])] };
  assert.deepEqual(readMidi(writeMidi(piece)), piece);
});

Deno.test("writeMidi sets the program again when tracks take turns on one channel", () => {
  const piece = { ...PIECE, tracks: [track(1, [0, 48]), track(2, [24, 72])] };
  assert.deepEqual(programChanges(piece.tracks), [[0, 48], [24, 72]]);
  assert.deepEqual(readMidi(writeMidi(piece)), piece);
});

Deno.test("writeMidi bridges a wait longer than one delta time can say", () => {
  const piece = {
    ...PIECE,
    tracks: [track(0, [0x0fffffff + 5])],
    ticksPerQuarter: 32_767,
    durationTicks: 0x0fffffff * 2,
    tempos: [{ startTicks: 0, microsecondsPerQuarter: 100_000 }],
  };
  assert.deepEqual(readMidi(writeMidi(piece)), piece);
});

Deno.test("writeMidi ends old notes before it starts new ones on the same tick", () => {
  const piece = { ...PIECE, tracks: [track(0, [0, 24, 48])] };
  assert.deepEqual(readMidi(writeMidi(piece)), piece);
});

Deno.test("writeMidi ends every track with the last note when the duration is too short", () => {
  const bytes = writeMidi({ ...PIECE, durationTicks: 0, tracks: [track(0, [0])] });
  assert.equal(readMidi(bytes).durationTicks, 24);
});
