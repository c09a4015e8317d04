import type { AudioBlock } from "./audio_block.ts";
import { createFadeOut } from "./fade_out.ts";
import { createLimiter, type LevelOptions } from "./limit_peaks.ts";
import type { Take } from "./take.ts";

/**
 * Gives the function that finishes the sound of a take, block by block: levelled, without peaks over
 * full scale, faded at the end unless it is a loop. At the end it is called without a block; in
 * between it may have nothing to give.
 */
export function createFinish(
  { totalSamples, skippedSamples, isLoop }: Omit<Take, "tracks" | "events">,
  options: LevelOptions,
): (block?: AudioBlock) => AudioBlock | undefined {
  const limiter = createLimiter(options);
  const fade = createFadeOut(totalSamples, options.sampleRate);
  let skipping = skippedSamples;
  return (block) => {
    const limited = block ? limiter.limit(block) : limiter.finish();
    if (!limited) return undefined;
    const kept = from(limited, skipping);
    skipping = Math.max(0, skipping - limited.left.length);
    return kept.left.length === 0 || isLoop ? kept : fade(kept);
  };
}

function from({ left, right }: AudioBlock, samples: number): AudioBlock {
  return samples === 0
    ? { left, right }
    : { left: left.subarray(samples), right: right.subarray(samples) };
}
