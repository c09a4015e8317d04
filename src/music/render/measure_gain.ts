import type { AudioBlock } from "./audio_block.ts";
import { measureLoudness } from "./measure_loudness.ts";
import { playTake } from "./play_take.ts";
import type { SoundBank } from "./sound_bank.ts";
import { planTake } from "./take.ts";
import type { Piece } from "../midi/piece.ts";

// Loud enough beside other music, with room left for a piano's attack.
const TARGET_LUFS = -16;
const MAX_GAIN = 100;
// Costs a sixth of the real sound and errs by less than 1 LU.
const DRAFT = { sampleRate: 11025, isDraft: true };

/** Plays a whole piece quickly; returns the factor that brings it to the usual loudness. */
export function* measureGain(
  piece: Piece,
  bank: SoundBank,
): Generator<AudioBlock, number, void> {
  const draft = playTake(planTake(piece, DRAFT), bank, DRAFT);
  const loudness = yield* measureLoudness(draft, DRAFT.sampleRate);
  return loudness === -Infinity ? 1 : Math.min(MAX_GAIN, 10 ** ((TARGET_LUFS - loudness) / 20));
}
