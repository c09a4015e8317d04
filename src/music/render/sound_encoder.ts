import type { AudioBlock } from "./audio_block.ts";

/** Takes sound block by block; what it gives back is ready to be sent. */
export interface SoundEncoder {
  encode(block: AudioBlock): Uint8Array<ArrayBuffer>;
  /** What is left, at the end. */
  finish(): Uint8Array<ArrayBuffer>;
}
