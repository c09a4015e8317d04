import { decodedBytes, loadSoundBank, type SoundBank } from "../music/render/sound_bank.ts";

/** A bank keeps each sound that was ever played; all of them are 248 MB. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** Gives the function that loads a SoundFont once, and anew when too much of it is decoded. */
export function createBankKeeper(
  soundFont: Uint8Array<ArrayBuffer>,
  maxBytes = MAX_KEPT_BYTES,
): () => Promise<SoundBank> {
  let kept: SoundBank | undefined;
  return async function takeBank() {
    if (!kept || decodedBytes(kept) > maxBytes) kept = await loadSoundBank(soundFont);
    return kept;
  };
}
