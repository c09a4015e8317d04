import assert from "node:assert/strict";
import { createFadeOut } from "../../../src/music/render/fade_out.ts";
import { joinBlocks } from "../../support/sound.ts";

const SAMPLE_RATE = 1000;

function faded(totalSamples: number): Float32Array {
  const blocks = Array.from({ length: Math.ceil(totalSamples / 512) }, (_, index) => {
    const side = new Float32Array(Math.min(512, totalSamples - index * 512)).fill(1);
    return { left: side, right: side.slice() };
  });
  const { left, right } = joinBlocks(blocks.map(createFadeOut(totalSamples, SAMPLE_RATE)));
  assert.deepEqual(left, right);
  return left;
}

Deno.test("sound fades to silence over its last second and a half", () => {
  const samples = faded(4000);
  assert.ok(samples.subarray(0, 2500).every((sample) => sample === 1));
  assert.ok(samples.subarray(2501).every((sample, index) => sample <= samples[2500 + index]!));
  assert.equal(samples.at(-1), 0);
});

Deno.test("a short sound fades over its second half", () => {
  const samples = faded(200);
  assert.ok(samples.subarray(0, 100).every((sample) => sample === 1));
  assert.equal(samples.at(-1), 0);
});
