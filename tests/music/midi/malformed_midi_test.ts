import fc from "fast-check";
import assert from "node:assert/strict";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";
import { writeMidi } from "../../../src/music/midi/write_midi.ts";
import { assertSoundPiece } from "../../support/assert_sound_piece.ts";
import { hex, midiFile } from "../../support/midi_bytes.ts";
import { pieceArbitrary } from "../../support/piece_arbitrary.ts";

const HEADER = "4d546864 00000006 0001 0001 0060";

Deno.test("readMidi refuses a five-byte length, which would walk back for ever", () => {
  const bytes = hex(`${HEADER} 4d54726b 0000000c 00ff01 8fffffff78 00ff2f00`);
  assert.throws(() => readMidi(bytes), {
    name: "SyntaxError",
    message:
      "Cannot read the MIDI file as a variable-length number has more than 4 bytes: at byte 25",
  });
});

Deno.test("readMidi refuses a track that claims two gigabytes", () => {
  const bytes = hex(`${HEADER} 4d54726b 7fffffff 00903c40 60803c40 00ff2f00`);
  assert.throws(() => readMidi(bytes), {
    name: "SyntaxError",
    message:
      "Cannot read the MIDI file as a length of 2147483647 is more than the 12 bytes left: at byte 22",
  });
});

Deno.test("readMidi refuses an empty file", () => {
  assert.throws(() => readMidi(new Uint8Array()), SyntaxError);
});

Deno.test("readMidi refuses bytes that are no MIDI file", () => {
  assert.throws(() => readMidi(new TextEncoder().encode("not a midi file")), {
    message: /does not start with MThd/,
  });
});

Deno.test("readMidi refuses a header shorter than its six bytes", () => {
  assert.throws(() => readMidi(hex("4d546864 00000005 0001 0001 00")), SyntaxError);
});

Deno.test("readMidi refuses a header cut short", () => {
  assert.throws(() => readMidi(hex("4d546864 00000006 0001")), SyntaxError);
});

Deno.test("readMidi reads past a header longer than it knows", () => {
  const bytes = hex("4d546864 00000008 0001 0001 0060 ffff 4d54726b 00000004 00ff2f00");
  assert.equal(readMidi(bytes).ticksPerQuarter, 96);
});

Deno.test("readMidi refuses a division of 0", () => {
  assert.throws(() => readMidi(midiFile([], { division: "0000" })), SyntaxError);
});

Deno.test("readMidi refuses frames of 0 ticks and unknown frame rates", () => {
  assert.throws(() => readMidi(midiFile([], { division: "e700" })), SyntaxError);
  assert.throws(() => readMidi(midiFile([], { division: "8001" })), SyntaxError);
});

Deno.test("readMidi refuses an unknown format", () => {
  assert.throws(() => readMidi(midiFile([], { format: 3 })), SyntaxError);
});

Deno.test("readMidi refuses data without a status before it", () => {
  assert.throws(() => readMidi(midiFile(["00 3c40"])), SyntaxError);
});

Deno.test("readMidi refuses a status where data should stand", () => {
  assert.throws(() => readMidi(midiFile(["00 903c 80 00ff2f00"])), SyntaxError);
});

Deno.test("readMidi refuses an event cut short by its chunk though bytes follow", () => {
  const bytes = midiFile(["00 903c", "00 ff2f00"]);
  assert.throws(() => readMidi(bytes), { message: /ends in the middle of an event: at byte 25/ });
});

Deno.test("readMidi refuses a sysex longer than its chunk", () => {
  assert.throws(() => readMidi(midiFile(["00 f0 7f 01"])), SyntaxError);
});

Deno.test("readMidi never does worse than an error on a good file with bytes changed", () => {
  fc.assert(
    fc.property(pieceArbitrary, mutations(), (piece, changes) => {
      const bytes = writeMidi(piece);
      for (const { at, value } of changes) bytes[Math.floor(at * bytes.length)] = value;
      assertReadsOrRefuses(bytes);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

Deno.test("readMidi never does worse than an error on a good file cut, doubled or shuffled", () => {
  fc.assert(
    fc.property(pieceArbitrary, splices(), (piece, { from, to, into }) => {
      const bytes = writeMidi(piece);
      const [start, end, target] = [from, to, into].map((part) => Math.floor(part * bytes.length));
      const moved = bytes.subarray(Math.min(start!, end!), Math.max(start!, end!));
      assertReadsOrRefuses(
        new Uint8Array([...bytes.subarray(0, target), ...moved, ...bytes.subarray(target)]),
      );
      assertReadsOrRefuses(bytes.slice(0, target));
    }),
    { numRuns: 1_000, seed: 2 },
  );
});

Deno.test("readMidi never does worse than an error on noise behind a good header", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      assertReadsOrRefuses(
        new Uint8Array([...hex(`${HEADER} 4d54726b 0000`), 0, noise.length, ...noise]),
      );
    }),
    { numRuns: 3_000, seed: 3 },
  );
});

function mutations(): fc.Arbitrary<{ at: number; value: number }[]> {
  const at = fc.double({ min: 0, max: 0.999999, noNaN: true });
  return fc.array(fc.record({ at, value: fc.nat(255) }), { minLength: 1, maxLength: 8 });
}

function splices(): fc.Arbitrary<{ from: number; to: number; into: number }> {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.record({ from: part, to: part, into: part });
}

function assertReadsOrRefuses(bytes: Uint8Array): void {
  let piece: Piece;
  try {
    piece = readMidi(bytes);
  } catch (error) {
    assert.ok(error instanceof SyntaxError || error instanceof RangeError, String(error));
    return;
  }
  assertSoundPiece(piece);
  assert.deepEqual(readMidi(writeMidi(piece)).durationTicks, piece.durationTicks);
}
