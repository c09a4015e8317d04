// WAV: a header and plain samples, 16 bits each, left and right in turn.

import type { AudioBlock } from "./audio_block.ts";
import type { SoundEncoder } from "./sound_encoder.ts";

export const WAV_HEADER_BYTES = 44;
const CHANNELS = 2;
const BYTES_PER_SAMPLE = 2;
export const WAV_FRAME_BYTES = CHANNELS * BYTES_PER_SAMPLE;
const PCM = 1;
const FULL_SCALE = 32767;

export type WavOptions = { readonly sampleRate: number; readonly totalSamples: number };

/** Makes an encoder for one stereo sound of known length: what it writes first says how long it is. */
export function createWavEncoder({ sampleRate, totalSamples }: WavOptions): SoundEncoder {
  let header: Uint8Array<ArrayBuffer> | undefined = headerOf({ sampleRate, totalSamples });
  const withHeader = (samples: Uint8Array<ArrayBuffer>) => {
    const bytes = header ? new Uint8Array([...header, ...samples]) : samples;
    header = undefined;
    return bytes;
  };
  return {
    encode: (block) => withHeader(samplesOf(block)),
    finish: () => withHeader(new Uint8Array()),
  };
}

function headerOf({ sampleRate, totalSamples }: WavOptions): Uint8Array<ArrayBuffer> {
  const dataBytes = totalSamples * WAV_FRAME_BYTES;
  const header = new DataView(new ArrayBuffer(WAV_HEADER_BYTES));
  const text = (offset: number, name: string) => {
    for (let index = 0; index < name.length; index++) {
      header.setUint8(offset + index, name.charCodeAt(index));
    }
  };
  text(0, "RIFF");
  header.setUint32(4, WAV_HEADER_BYTES - 8 + dataBytes, true);
  text(8, "WAVEfmt ");
  header.setUint32(16, 16, true);
  header.setUint16(20, PCM, true);
  header.setUint16(22, CHANNELS, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, sampleRate * WAV_FRAME_BYTES, true);
  header.setUint16(32, WAV_FRAME_BYTES, true);
  header.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  text(36, "data");
  header.setUint32(40, dataBytes, true);
  return new Uint8Array(header.buffer);
}

/** Rounded to the nearest step; what is over full scale stays there. */
function samplesOf({ left, right }: AudioBlock): Uint8Array<ArrayBuffer> {
  const samples = new DataView(new ArrayBuffer(left.length * WAV_FRAME_BYTES));
  for (let index = 0; index < left.length; index++) {
    samples.setInt16(index * WAV_FRAME_BYTES, levelOf(left[index]!), true);
    samples.setInt16(index * WAV_FRAME_BYTES + BYTES_PER_SAMPLE, levelOf(right[index]!), true);
  }
  return new Uint8Array(samples.buffer);
}

function levelOf(sample: number): number {
  return Math.round(Math.max(-1, Math.min(1, sample)) * FULL_SCALE);
}
