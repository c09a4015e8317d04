import type { AudioBlock } from "./audio_block.ts";

const FADE_SECONDS = 1.5;

/** Fades the last moments of `totalSamples` to silence, so that nothing is cut off while it sounds. */
export function createFadeOut(
  totalSamples: number,
  sampleRate: number,
): (block: AudioBlock) => AudioBlock {
  const fadeSamples = Math.min(FADE_SECONDS * sampleRate, totalSamples / 2);
  let start = 0;
  return (block) => {
    const { left, right } = block;
    const first = Math.max(0, Math.ceil(totalSamples - fadeSamples - start));
    for (let index = first; index < left.length; index++) {
      const gain = Math.sin(Math.PI / 2 * (totalSamples - 1 - start - index) / fadeSamples) ** 2;
      left[index]! *= gain;
      right[index]! *= gain;
    }
    start += left.length;
    return block;
  };
}
