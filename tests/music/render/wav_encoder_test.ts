import assert from "node:assert/strict";
import { createWavEncoder } from "../../../src/music/render/wav_encoder.ts";

const side = (...samples: number[]) => Float32Array.from(samples);

Deno.test("a WAV is a header and the samples of both ears in turn", () => {
  const encoder = createWavEncoder({ sampleRate: 44100, totalSamples: 2 });
  const wav = encoder.encode({ left: side(0.5, -1), right: side(0, 1) });
  // deno-fmt-ignore
  assert.deepEqual([...wav], [
    ...new TextEncoder().encode("RIFF"), 44, 0, 0, 0, ...new TextEncoder().encode("WAVEfmt "),
    16, 0, 0, 0, 1, 0, 2, 0, 0x44, 0xac, 0, 0, 0x10, 0xb1, 2, 0, 4, 0, 16, 0,
    ...new TextEncoder().encode("data"), 8, 0, 0, 0,
    0x00, 0x40, 0x00, 0x00, 0x01, 0x80, 0xff, 0x7f,
  ]);
  assert.equal(encoder.finish().length, 0);
});

Deno.test("sound over full scale stays at it", () => {
  const encoder = createWavEncoder({ sampleRate: 22050, totalSamples: 2 });
  encoder.encode({ left: side(0), right: side(0) });
  const loud = encoder.encode({ left: side(2), right: side(-2) });
  assert.deepEqual([...loud], [0xff, 0x7f, 0x01, 0x80]);
});

Deno.test("a WAV of nothing is its header", () => {
  assert.equal(createWavEncoder({ sampleRate: 22050, totalSamples: 0 }).finish().length, 44);
});
