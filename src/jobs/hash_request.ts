import type { SongRef } from "../songs/song.ts";
import { isSet, type OptionsRequest } from "./options.ts";

/**
 * What the request asks for, in one form however it was worded. An option that is not set counts
 * for nothing: a key sent before there was such an option still fits.
 */
export async function hashRequest(
  songs: readonly SongRef[],
  options: OptionsRequest,
): Promise<string> {
  const meaning = JSON.stringify([
    songs.map(({ songId }) => songId),
    Object.entries(options).filter(([, value]) => isSet(value))
      .toSorted(([a], [b]) => a < b ? -1 : 1),
  ]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(meaning));
  return new Uint8Array(digest).toHex();
}
