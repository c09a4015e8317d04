import assert from "node:assert/strict";
import { secondsAt } from "../../../src/music/midi/tempo_map.ts";

const TEMPOS = [
  { startTicks: 0, microsecondsPerQuarter: 500_000 },
  { startTicks: 960, microsecondsPerQuarter: 1_000_000 },
  { startTicks: 1920, microsecondsPerQuarter: 250_000 },
];

Deno.test("secondsAt follows one tempo", () => {
  assert.equal(secondsAt(TEMPOS.slice(0, 1), 480)(4800), 5);
});

Deno.test("secondsAt adds up the stretches of several tempos", () => {
  const seconds = secondsAt(TEMPOS, 480);
  assert.deepEqual([0, 480, 960, 1440, 1920, 3840].map(seconds), [0, 0.5, 1, 2, 3, 4]);
});

Deno.test("secondsAt counts from 0 without any tempo", () => {
  assert.equal(secondsAt([], 480)(960), 0);
});
