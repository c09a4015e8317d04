// The unit in which sound flows from the synthesizer to the encoder.

/** Samples of one moment for both ears, of equal length; whoever holds a block may change it. */
export type AudioBlock = {
  readonly left: Float32Array<ArrayBuffer>;
  readonly right: Float32Array<ArrayBuffer>;
};

/** Length of every block but the last. */
export const BLOCK_SAMPLES = 512;

/** A block of silence. */
export function createBlock(samples: number): AudioBlock {
  return { left: new Float32Array(samples), right: new Float32Array(samples) };
}
