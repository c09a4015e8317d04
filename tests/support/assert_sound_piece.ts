import assert from "node:assert/strict";
import type { Piece } from "../../src/music/midi/piece.ts";

/** Checks what everyone who takes a piece from the reader may rely on. */
export function assertSoundPiece(piece: Piece): void {
  assert.equal(piece.tempos[0]?.startTicks, 0);
  assert.equal(piece.meters[0]?.startTicks, 0);
  assert.ok(piece.tempos.every(({ microsecondsPerQuarter }) => microsecondsPerQuarter > 0));
  assertRising(piece.tempos);
  assertRising(piece.meters);
  for (const { notes, channel, program } of piece.tracks) {
    assert.ok(channel >= 0 && channel < 16 && program >= 0 && program < 128);
    assert.ok(notes.length > 0);
    for (const { pitch, velocity, startTicks, durationTicks } of notes) {
      const isInRange = pitch >= 0 && pitch < 128 && velocity > 0 && velocity < 128;
      const isInside = startTicks >= 0 && startTicks + durationTicks <= piece.durationTicks;
      // Asserting once a piece would do, but a note says what is wrong; only then is it put in words.
      if (!isInRange || !isInside || !(durationTicks > 0)) {
        assert.fail(`${pitch} at ${startTicks} for ${durationTicks}, velocity ${velocity}`);
      }
    }
  }
}

function assertRising(changes: readonly { readonly startTicks: number }[]): void {
  assert.ok(changes.every(({ startTicks }, i) => startTicks > (changes[i - 1]?.startTicks ?? -1)));
}
