import assert from "node:assert/strict";
import { createReverb } from "../../../src/music/render/reverb.ts";
import { peakOf } from "../../support/sound.ts";

const BLOCK = 128;

/** What the room makes of a click, in both ears, whatever the lengths of the blocks. */
function clickIn(sampleRate: number, seconds: number, blockOf = (_: number) => BLOCK) {
  const { process } = createReverb({ sampleRate, maxBlock: BLOCK });
  const total = Math.round(seconds * sampleRate);
  const [left, right] = [new Float32Array(total), new Float32Array(total)];
  for (let start = 0; start < total;) {
    const count = Math.min(blockOf(start), total - start);
    const input = new Float32Array(BLOCK);
    if (start === 0) input[0] = 1;
    process(input, left, right, start, count);
    start += count;
  }
  return { left, right };
}

const energy = (samples: Float32Array) => samples.reduce((sum, sample) => sum + sample ** 2, 0);

Deno.test("a room answers a click after a moment, differently in each ear", () => {
  const { left, right } = clickIn(44100, 0.5);
  assert.equal(peakOf(left.subarray(0, 0.012 * 44100)), 0);
  assert.ok(peakOf(left) > 0.001 && peakOf(right) > 0.001);
  assert.notDeepEqual(left, right);
  assert.ok(Math.abs(10 * Math.log10(energy(left) / energy(right))) < 2, "neither is louder");
});

Deno.test("a room loses 60 dB in about two seconds, at the lowest sample rate too", () => {
  const fallsIn = (sampleRate: number) => {
    const { left } = clickIn(sampleRate, 4);
    const whole = energy(left);
    const after = (seconds: number) => energy(left.subarray(seconds * sampleRate)) / whole;
    assert.ok(after(1) > 1e-4 && after(3) < 1e-6);
  };
  fallsIn(44100);
  fallsIn(22050);
});

Deno.test("a room gives the same in blocks of any length, up to its slow wandering", () => {
  const whole = clickIn(44100, 0.3);
  const pieces = clickIn(44100, 0.3, (start) => 1 + start * 7 % BLOCK);
  const difference = whole.left.map((sample, index) => sample - pieces.left[index]!);
  assert.ok(energy(difference) < energy(whole.left) * 1e-4);
});

Deno.test("a room leaves what it is given as it was", () => {
  const { process } = createReverb({ sampleRate: 44100, maxBlock: BLOCK });
  const input = new Float32Array(BLOCK).fill(0.5);
  process(input, new Float32Array(BLOCK), new Float32Array(BLOCK), 0, BLOCK);
  assert.ok(input.every((sample) => sample === 0.5));
});
