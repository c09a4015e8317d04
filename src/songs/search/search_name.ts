import { normaliseName } from "./normalise_name.ts";
import type { SearchName } from "../song.ts";

/** What the store compares of a title and an artist. */
export function searchNameOf(
  { title, artist }: { readonly title: string; readonly artist: string },
): SearchName {
  return { searchTitle: normaliseName(title), searchArtist: normaliseName(artist) };
}
