import { normaliseName } from "./normalise_name.ts";
import type { SongStore } from "./song.ts";

/** How many songs may share the words of a title and artist, parted differently. */
const CANDIDATES = 10;

/** Whether the catalogue has a song of this title and artist, however they are spelt. */
export async function hasSong(
  store: Pick<SongStore, "search">,
  { title, artist }: { readonly title: string; readonly artist: string },
  signal?: AbortSignal,
): Promise<boolean> {
  const [searchTitle, searchArtist] = [normaliseName(title), normaliseName(artist)];
  const found = await store.search(`${searchTitle} ${searchArtist}`, CANDIDATES, signal);
  return found.some((song) =>
    normaliseName(song.title) === searchTitle && normaliseName(song.artist) === searchArtist
  );
}
