import fc from "fast-check";
import assert from "node:assert/strict";
import { gridFor } from "../../../../src/music/compose/grid.ts";
import {
  blendTempo,
  fitLength,
  MAX_TEMPO_BPM,
  MIN_TEMPO_BPM,
} from "../../../../src/music/compose/plan/tempo.ts";

const METERS = [[4, 4], [3, 4], [6, 8], [9, 8], [12, 8], [5, 4], [7, 8]] as const;

Deno.test("whole bars last exactly as long as wished, at a tempo one can play", () => {
  const length = fc.double({ min: 15, max: 300, noNaN: true });
  const wish = fc.double({ min: MIN_TEMPO_BPM, max: MAX_TEMPO_BPM, noNaN: true });
  fc.assert(fc.property(length, wish, fc.constantFrom(...METERS), (seconds, bpm, meter) => {
    const [numerator, denominator] = meter;
    const grid = gridFor({ numerator, denominator }, numerator * 16 / denominator);
    const { bars, secondsPerBar, tempoBpm } = fitLength(seconds, bpm, grid);
    assert.ok(Math.abs(bars * secondsPerBar - seconds) < 0.001);
    assert.ok(tempoBpm >= MIN_TEMPO_BPM - 0.01 && tempoBpm <= MAX_TEMPO_BPM + 0.01);
    assert.ok(bars >= 2);
  }));
});

Deno.test("the tempo moves little for bars in fours", () => {
  const grid = gridFor({ numerator: 4, denominator: 4 }, 16);
  const { bars, tempoBpm } = fitLength(64, 118, grid);
  assert.equal(bars % 4, 0);
  assert.ok(Math.abs(tempoBpm / 118 - 1) < 0.1);
});

Deno.test("the tempo lies between the songs, near the one with most weight", () => {
  const bpm = blendTempo([{ bpm: 100, weight: 0.7 }, { bpm: 130, weight: 0.3 }]);
  assert.ok(bpm > 100 && bpm < 115, String(bpm));
});

Deno.test("a song at double the tempo does not hurry the others", () => {
  assert.equal(Math.round(blendTempo([{ bpm: 80, weight: 0.6 }, { bpm: 160, weight: 0.4 }])), 80);
});

Deno.test("tempos beyond reason are folded", () => {
  assert.equal(Math.round(blendTempo([{ bpm: 30, weight: 1 }])), 60);
  assert.equal(Math.round(blendTempo([{ bpm: 300, weight: 1 }])), 150);
  const odd = [0, NaN, Infinity, -5].map((bpm) => Math.round(blendTempo([{ bpm, weight: 1 }])));
  assert.deepEqual(odd, [120, 120, 120, 120]);
});
