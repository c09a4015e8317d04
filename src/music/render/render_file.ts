// From notes to an MP3 or WAV, block by block: the whole sound is never in memory.

import type { AudioBlock } from "./audio_block.ts";
import { createFinish } from "./finish_sound.ts";
import { createMp3Encoder, type Quality, type SampleRate } from "./mp3_encoder.ts";
import { playTake } from "./play_take.ts";
import type { SoundBank } from "./sound_bank.ts";
import type { SoundEncoder } from "./sound_encoder.ts";
import type { Take } from "./take.ts";
import { createWavEncoder } from "./wav_encoder.ts";

export type FileOptions = {
  readonly format: "mp3" | "wav";
  /** Of an MP3. */
  readonly quality: Quality;
  readonly sampleRate: SampleRate;
  /** Factor for the whole sound. */
  readonly gain: number;
};

export type FileTools = {
  readonly bank: SoundBank;
  /** `mp3.wasm` of the encoder. */
  readonly encoder: Uint8Array<ArrayBuffer>;
  /** The sound of the same take where somebody else plays it. @default it is played here */
  readonly sound?: AsyncIterable<AudioBlock> | undefined;
};

/**
 * Yields the file of a take part by part: as long as what is heard, silent at the end unless it is a
 * loop. Many parts are empty: they let the caller see to other things.
 */
export async function* renderFile(
  take: Take,
  options: FileOptions,
  { bank, encoder, sound }: FileTools,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const file = await createEncoder(take, options, encoder);
  const finish = createFinish(take, options);
  for await (const block of sound ?? playTake(take, bank, options.sampleRate)) {
    const done = finish(block);
    yield done ? file.encode(done) : NO_BYTES;
  }
  const last = finish();
  if (last) yield file.encode(last);
  yield file.finish();
}

async function createEncoder(
  { totalSamples, skippedSamples }: Take,
  options: FileOptions,
  wasm: Uint8Array<ArrayBuffer>,
): Promise<SoundEncoder> {
  return options.format === "mp3"
    ? await createMp3Encoder(wasm, options)
    : createWavEncoder({ ...options, totalSamples: totalSamples - skippedSamples });
}

const NO_BYTES = new Uint8Array();
