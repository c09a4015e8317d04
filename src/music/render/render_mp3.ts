// A piece from notes to MP3, block by block: the whole sound is never in memory.

import type { Piece } from "../midi/piece.ts";
import type { AudioBlock } from "./audio_block.ts";
import { fadeOut } from "./fade_out.ts";
import { type LevelOptions, limitPeaks } from "./limit_peaks.ts";
import { measureLoudness } from "./measure_loudness.ts";
import { createMp3Encoder, type Mp3Options } from "./mp3_encoder.ts";
import { samplesAt } from "./play_events.ts";
import { renderPiece } from "./render_piece.ts";
import { loadSoundBank, type SoundBank } from "./sound_bank.ts";

/** The files that rendering needs: a SoundFont and `mp3.wasm` of the encoder. */
export type RenderFiles = {
  readonly soundFont: Uint8Array<ArrayBuffer>;
  readonly encoder: Uint8Array<ArrayBuffer>;
};

/**
 * Yields the MP3 of a piece part by part: as long as the piece, evenly loud, silent at the end.
 * Many parts are empty: they let the caller see to other things while the piece is measured.
 */
export async function* renderMp3(
  piece: Piece,
  options: Mp3Options,
  files: RenderFiles,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const bank = await loadSoundBank(files.soundFont);
  const encoder = await createMp3Encoder(files.encoder, options);
  const gain = yield* withoutBytes(measureGain(piece, bank));
  const sound = renderAudio(piece, bank, { sampleRate: options.sampleRate, gain });
  for (const block of sound) yield encoder.encode(block);
  yield encoder.finish();
}

// Loud enough beside other music, with room left for a piano's attack.
const TARGET_LUFS = -16;
const MAX_GAIN = 100;
// Costs a tenth of the second pass and errs by less than 1 LU.
const DRAFT = { sampleRate: 11025, hasEffects: false };

/** The finished sound: levelled, without peaks over full scale, faded at the end. */
export function renderAudio(
  piece: Piece,
  bank: SoundBank,
  { sampleRate, gain }: LevelOptions,
): Generator<AudioBlock, void, void> {
  const totalSamples = samplesAt(piece, sampleRate)(piece.durationTicks);
  const sound = renderPiece(piece, bank, { sampleRate });
  return fadeOut(limitPeaks(sound, { sampleRate, gain }), totalSamples, sampleRate);
}

/** Plays a piece quickly; returns the factor that brings it to the usual loudness. */
export function* measureGain(
  piece: Piece,
  bank: SoundBank,
): Generator<AudioBlock, number, void> {
  const draft = renderPiece(piece, bank, DRAFT);
  const loudness = yield* measureLoudness(draft, DRAFT.sampleRate);
  return loudness === -Infinity ? 1 : Math.min(MAX_GAIN, 10 ** ((TARGET_LUFS - loudness) / 20));
}

const NO_BYTES = new Uint8Array();

function* withoutBytes<T>(
  work: Generator<unknown, T, void>,
): Generator<Uint8Array<ArrayBuffer>, T, void> {
  for (let step = work.next();; step = work.next()) {
    if (step.done) return step.value;
    yield NO_BYTES;
  }
}
