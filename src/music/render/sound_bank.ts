// The instruments: a SoundFont as the synthesizer holds it.

import { BasicSoundBank, SoundBankLoader, SpessaLog } from "spessasynth_core";

/** Instruments by General MIDI program. */
export type SoundBank = BasicSoundBank;

/**
 * Reads a SoundFont (`sf2` or `sf3`), which must be a trusted file. Sounds are decoded when first
 * played and kept as long as the bank.
 */
export async function loadSoundBank(bytes: Uint8Array<ArrayBuffer>): Promise<SoundBank> {
  // Its warnings go to the console, where every line must be one of our log.
  SpessaLog.setLogLevel(false, false, false);
  await BasicSoundBank.isSF3DecoderReady;
  return SoundBankLoader.fromArrayBuffer(bytes.buffer);
}

/** How much memory the sounds take that were played so far. */
export function decodedBytes({ samples }: SoundBank): number {
  return samples.reduce((sum, sample) => sum + (sample["audioData"]?.byteLength ?? 0), 0);
}
