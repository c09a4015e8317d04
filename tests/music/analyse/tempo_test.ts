import assert from "node:assert/strict";
import { typicalTempo } from "../../../src/music/analyse/tempo.ts";
import { pieceOf, trackOf } from "../../support/piece_of.ts";

const SIXTEEN_BARS = pieceOf([trackOf([[0, 256, 60]])], { bpm: 100 });

Deno.test("typicalTempo is the tempo of a piece that has one", () => {
  assert.equal(typicalTempo(SIXTEEN_BARS), 100);
});

Deno.test("typicalTempo is not misled by a slow ending", () => {
  const slow = { startTicks: SIXTEEN_BARS.durationTicks * 0.8, microsecondsPerQuarter: 2_000_000 };
  assert.equal(typicalTempo({ ...SIXTEEN_BARS, tempos: [...SIXTEEN_BARS.tempos, slow] }), 100);
});

Deno.test("typicalTempo ignores what comes after the end", () => {
  const late = { startTicks: SIXTEEN_BARS.durationTicks * 9, microsecondsPerQuarter: 2_000_000 };
  assert.equal(typicalTempo({ ...SIXTEEN_BARS, tempos: [...SIXTEEN_BARS.tempos, late] }), 100);
});
