// MP3 by LAME (LGPL), which stays a separate, replaceable WebAssembly file.

import { createEncoder } from "wasm-media-encoders/esnext";
import type { SoundEncoder } from "./sound_encoder.ts";

export type Quality = "low" | "medium" | "high";
export type SampleRate = 22050 | 32000 | 44100 | 48000;

export type Mp3Options = { readonly quality: Quality; readonly sampleRate: SampleRate };

/** Makes an encoder for one stereo stream of constant bit rate; `wasm` is `mp3.wasm` of the library. */
export async function createMp3Encoder(
  wasm: Uint8Array<ArrayBuffer>,
  { quality, sampleRate }: Mp3Options,
): Promise<SoundEncoder> {
  const encoder = await createEncoder("audio/mpeg", wasm);
  const bitrate = bitrateOf(quality, sampleRate);
  // Left to itself, LAME turns 96 kbit/s at 48 kHz into 32 kHz.
  encoder.configure({ channels: 2, sampleRate, outputSampleRate: sampleRate, bitrate });
  // The library gives views of its memory, which the next call writes over.
  return {
    encode: ({ left, right }) => encoder.encode([left, right]).slice(),
    finish: () => encoder.finalize().slice(),
  };
}

const KBITS_PER_SECOND = { low: 96, medium: 128, high: 192 } as const;
/** Below 32 kHz an MP3 is MPEG-2, whose bit rates end here. */
const MPEG2_MAX_KBITS_PER_SECOND = 160;

/** The bit rate in kbit/s. */
export function bitrateOf(quality: Quality, sampleRate: SampleRate): 96 | 128 | 160 | 192 {
  const bitrate = KBITS_PER_SECOND[quality];
  return sampleRate < 32000 && bitrate === 192 ? MPEG2_MAX_KBITS_PER_SECOND : bitrate;
}
