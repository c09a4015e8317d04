import { normaliseName } from "../../../src/songs/search/normalise_name.ts";
import type { SongName } from "./name_song.ts";

/** Arrangements of one song bear one name: any of them is right. */
export function isSameSong(one: SongName, other: SongName): boolean {
  return normaliseName(one.title) === normaliseName(other.title) &&
    normaliseName(one.artist) === normaliseName(other.artist);
}
