import type { SongPlace } from "../song_store.ts";

/** A song in the order of a search. */
export type Fit = SongPlace & { readonly score: number };

/** The better fit first, then by title, artist and id: an order without ties. */
export function compareFits(left: Fit, right: Fit): number {
  return right.score - left.score || compareTexts(left.searchTitle, right.searchTitle) ||
    compareTexts(left.searchArtist, right.searchArtist) || compareTexts(left.songId, right.songId);
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
