import type { AudioBlock } from "./audio_block.ts";
import { measureLoudness } from "./measure_loudness.ts";
import { playTake } from "./play_take.ts";
import type { SoundBank } from "./sound_bank.ts";
import { planTake } from "./take.ts";
import type { Piece } from "../midi/piece.ts";

// Loud enough beside other music, with room left for a piano's attack.
const TARGET_LUFS = -16;
const MAX_GAIN = 100;
/** Costs a fifth of the sound at 44.1 kHz and errs by 0.3 LU. */
const DRAFT_RATE = 11025;

/** Plays a whole piece quickly; returns the factor that brings it to the usual loudness. */
export function* measureGain(
  piece: Piece,
  bank: SoundBank,
): Generator<AudioBlock, number, void> {
  const draft = playTake(planTake(piece, { sampleRate: DRAFT_RATE }), bank, DRAFT_RATE);
  const loudness = yield* measureLoudness(draft, DRAFT_RATE);
  return loudness === -Infinity ? 1 : Math.min(MAX_GAIN, 10 ** ((TARGET_LUFS - loudness) / 20));
}
