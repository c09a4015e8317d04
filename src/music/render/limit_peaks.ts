// Brings sound to its level and keeps every sample below full scale without distortion.

import { type AudioBlock, BLOCK_SAMPLES } from "./audio_block.ts";

export type LevelOptions = {
  readonly sampleRate: number;
  /** Factor for the whole sound. */
  readonly gain: number;
};

/** Takes sound block by block and gives each back one block later, at its level. */
export interface Limiter {
  limit(block: AudioBlock): AudioBlock | undefined;
  /** The last block, at the end. */
  finish(): AudioBlock | undefined;
}

/** Full scale less 1.5 dB, as between samples and after encoding the sound goes a little higher. */
export const PEAK_CEILING = 0.841;
const RELEASE_SECONDS = 0.25;

/**
 * Multiplies by `gain`, turned down around each peak that would pass the ceiling. The gain is a line
 * within a block, at both ends low enough for the peak between them, so it never jumps.
 */
export function createLimiter({ sampleRate, gain }: LevelOptions): Limiter {
  const releasePerBlock = gain * BLOCK_SAMPLES / (RELEASE_SECONDS * sampleRate);
  let held: AudioBlock | undefined;
  let heldMost = gain;
  let edge = gain;
  return {
    limit(block) {
      const most = Math.min(gain, PEAK_CEILING / peakOf(block));
      const nextEdge = held ? Math.min(edge + releasePerBlock, heldMost, most) : most;
      const done = held && amplify(held, edge, nextEdge);
      [held, heldMost, edge] = [block, most, nextEdge];
      return done;
    },
    finish: () => held && amplify(held, edge, edge),
  };
}

function peakOf({ left, right }: AudioBlock): number {
  let peak = 0;
  for (let index = 0; index < left.length; index++) {
    peak = Math.max(peak, Math.abs(left[index]!), Math.abs(right[index]!));
  }
  return peak;
}

/** The gain goes in a line from `from` to `to`. */
function amplify(block: AudioBlock, from: number, to: number): AudioBlock {
  const { left, right } = block;
  const step = (to - from) / left.length;
  for (let index = 0; index < left.length; index++) {
    left[index]! *= from + step * index;
    right[index]! *= from + step * index;
  }
  return block;
}
