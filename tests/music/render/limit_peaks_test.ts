import assert from "node:assert/strict";
import type { AudioBlock } from "../../../src/music/render/audio_block.ts";
import { createLimiter, PEAK_CEILING } from "../../../src/music/render/limit_peaks.ts";
import { joinBlocks, peakOf, tone } from "../../support/sound.ts";

const SAMPLE_RATE = 44100;
const limit = (blocks: Iterable<AudioBlock>, gain: number) => {
  const limiter = createLimiter({ sampleRate: SAMPLE_RATE, gain });
  const limited = [...blocks].map((block) => limiter.limit(block));
  return joinBlocks([...limited, limiter.finish()].filter((block) => block !== undefined));
};
const quiet = () => tone({ hertz: 100, peak: 0.1, seconds: 1, sampleRate: SAMPLE_RATE });
const loud = (seconds = 0.1) => tone({ hertz: 100, peak: 3, seconds, sampleRate: SAMPLE_RATE });

Deno.test("sound below the ceiling is only multiplied", () => {
  const { left } = limit(quiet(), 2);
  const expected = joinBlocks(quiet()).left.map((sample) => sample * 2);
  assert.deepEqual(left, expected);
});

Deno.test("sound over the ceiling is turned down to it", () => {
  const { left, right } = limit(loud(1), 1);
  assert.ok(peakOf(left) <= PEAK_CEILING + 1e-6);
  assert.ok(peakOf(left) > PEAK_CEILING * 0.95);
  assert.deepEqual(left, right);
});

Deno.test("a burst is caught from its first sample and the level comes back after it", () => {
  const { left } = limit([...quiet(), ...loud(), ...quiet(), ...quiet()], 1);
  assert.ok(peakOf(left) <= PEAK_CEILING + 1e-6);
  assert.ok(peakOf(left.subarray(-SAMPLE_RATE)) > 0.0999);
});

Deno.test("the gain moves without a jump around a burst", () => {
  const level: AudioBlock[] = [];
  for (let block = 0; block < 60; block++) {
    const value = block === 30 ? 4 : 0.5;
    const side = new Float32Array(512).fill(value);
    level.push({ left: side, right: side.slice() });
  }
  const { left } = limit(level, 1);
  const steps = left.slice(1).map((sample, index) => {
    const isBurstEdge = (index + 1) % 512 === 0 && [30, 31].includes((index + 1) / 512);
    return isBurstEdge ? 0 : sample - left[index]!;
  });
  assert.ok(peakOf(steps) < 0.01);
});

Deno.test("the ears keep their balance when one of them is too loud", () => {
  const [left, right] = [new Float32Array(512).fill(2), new Float32Array(512).fill(1)];
  const limited = limit([{ left, right }], 1);
  assert.ok(
    limited.left.every((sample, index) => Math.abs(sample - 2 * limited.right[index]!) < 1e-6),
  );
});

Deno.test("silence stays silence", () => {
  const { left } = limit([{ left: new Float32Array(512), right: new Float32Array(512) }], 10);
  assert.equal(peakOf(left), 0);
});
