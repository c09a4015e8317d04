import assert from "node:assert/strict";
import { loudnessOf, tone } from "../../support/sound.ts";

// EBU Tech 3341, case 1: a stereo tone of 1 kHz with peaks at -23 dB measures -23 LUFS ± 0.1.
const reference = (sampleRate: number, db = -23, seconds = 5) =>
  tone({ hertz: 1000, peak: 10 ** (db / 20), seconds, sampleRate });

const isNear = (actual: number, expected: number) => Math.abs(actual - expected) <= 0.1;

Deno.test("the reference tone measures -23 LUFS at 48 kHz", () => {
  assert.ok(isNear(loudnessOf(reference(48000), 48000), -23));
});

Deno.test("the reference tone measures -23 LUFS at a low sample rate", () => {
  assert.ok(isNear(loudnessOf(reference(11025), 11025), -23));
});

// EBU Tech 3341, case 3.
Deno.test("what is over 10 LU softer does not count", () => {
  const sound = [
    ...reference(11025, -36, 10),
    ...reference(11025, -23, 60),
    ...reference(11025, -36, 10),
  ];
  assert.ok(isNear(loudnessOf(sound, 11025), -23));
});

Deno.test("rests do not count", () => {
  const sound = [...reference(11025, -23, 60), ...reference(11025, -200, 60)];
  assert.ok(isNear(loudnessOf(sound, 11025), -23));
});

Deno.test("a deep tone counts less than its level", () => {
  const deep = tone({ hertz: 30, peak: 0.1, seconds: 2, sampleRate: 48000 });
  const middle = tone({ hertz: 1000, peak: 0.1, seconds: 2, sampleRate: 48000 });
  assert.ok(loudnessOf(deep, 48000) < loudnessOf(middle, 48000) - 3);
});

Deno.test("silence has no loudness", () => {
  const silence = tone({ hertz: 1, peak: 0, seconds: 1, sampleRate: 48000 });
  assert.equal(loudnessOf(silence, 48000), -Infinity);
  assert.equal(loudnessOf([], 48000), -Infinity);
});

Deno.test("a sound shorter than a measuring block is measured", () => {
  assert.ok(isNear(loudnessOf(reference(48000, -23, 0.3), 48000), -23));
});
