// A piece from notes to MP3, block by block: the whole sound is never in memory.

import type { Piece } from "../midi/piece.ts";
import { fadeOut } from "./fade_out.ts";
import { limitPeaks } from "./limit_peaks.ts";
import { measureLoudness } from "./measure_loudness.ts";
import { createMp3Encoder, type Mp3Options } from "./mp3_encoder.ts";
import { samplesAt } from "./play_events.ts";
import { renderPiece } from "./render_piece.ts";
import { loadSoundBank, type SoundBank } from "./sound_bank.ts";
import type { AudioBlock } from "./audio_block.ts";

/** The files that rendering needs: a SoundFont and `mp3.wasm` of the encoder. */
export type RenderFiles = {
  readonly soundFont: Uint8Array<ArrayBuffer>;
  readonly encoder: Uint8Array<ArrayBuffer>;
};

/** Yields the MP3 of a piece part by part: as long as the piece, evenly loud, silent at the end. */
export async function* renderMp3(
  piece: Piece,
  options: Mp3Options,
  files: RenderFiles,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const bank = await loadSoundBank(files.soundFont);
  const encoder = await createMp3Encoder(files.encoder, options);
  for (const block of renderAudio(piece, bank, options.sampleRate)) yield encoder.encode(block);
  yield encoder.finish();
}

// Loud enough beside other music, with room left for a piano's attack.
const TARGET_LUFS = -16;
const MAX_GAIN = 100;
// Costs a tenth of the second pass and errs by less than 1 LU.
const MEASURE_RATE = 11025;

/** The finished sound: levelled, without peaks over full scale, faded at the end. */
export function renderAudio(
  piece: Piece,
  bank: SoundBank,
  sampleRate: number,
): Generator<AudioBlock, void, void> {
  const totalSamples = samplesAt(piece, sampleRate)(piece.durationTicks);
  const sound = renderPiece(piece, bank, { sampleRate });
  const levelled = limitPeaks(sound, { sampleRate, gain: levellingGain(piece, bank) });
  return fadeOut(levelled, totalSamples, sampleRate);
}

/** The factor that brings a piece to the target, from a quick first pass. */
function levellingGain(piece: Piece, bank: SoundBank): number {
  const draft = renderPiece(piece, bank, { sampleRate: MEASURE_RATE, hasEffects: false });
  const loudness = measureLoudness(draft, MEASURE_RATE);
  return loudness === -Infinity ? 1 : Math.min(MAX_GAIN, 10 ** ((TARGET_LUFS - loudness) / 20));
}
