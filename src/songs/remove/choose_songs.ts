// Which songs of the catalogue are meant.

import { mapAtMost } from "../import/map_at_most.ts";
import { normaliseName } from "../search/normalise_name.ts";
import type { SongRef } from "../song.ts";
import type { KeptSong, SongStore } from "../song_store.ts";

const PAGE = 500;
/** Asked at once: fewer than the database has connections for. */
const MAX_QUESTIONS = 4;

/** Songs by their ids, or those that fit everything that is given: with nothing given, all. */
export type SongChoice =
  | { readonly songIds: readonly string[] }
  | {
    readonly license?: string | undefined;
    readonly sourceNote?: string | undefined;
    /** However it is spelt. */
    readonly artist?: string | undefined;
  };

export type ChosenSong = SongRef;

/** Pages of chosen songs, none of them empty. Songs may be removed while the pages come. */
export async function* chooseSongs(
  store: Pick<SongStore, "page" | "find">,
  choice: SongChoice,
  signal?: AbortSignal,
): AsyncGenerator<ChosenSong[]> {
  if ("songIds" in choice) return yield* findSongs(store, choice.songIds, signal);
  let afterId: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const page = await store.page({ limit: PAGE, ...(afterId && { afterId }) }, signal);
    const chosen = page.filter((song) => isChosen(song, choice));
    if (chosen.length > 0) yield chosen;
    if (page.length < PAGE) return;
    afterId = page.at(-1)!.songId;
  }
}

async function* findSongs(
  store: Pick<SongStore, "find">,
  songIds: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<ChosenSong[]> {
  const asked = [...new Set(songIds)];
  for (let start = 0; start < asked.length; start += PAGE) {
    const found = await mapAtMost(
      asked.slice(start, start + PAGE),
      MAX_QUESTIONS,
      (songId) => store.find(songId, signal),
    );
    const songs = found.filter((song) => song !== undefined);
    if (songs.length > 0) yield songs;
  }
}

function isChosen(
  song: KeptSong,
  { license, sourceNote, artist }: Exclude<SongChoice, { readonly songIds: readonly string[] }>,
): boolean {
  return (license ?? song.license) === song.license &&
    (sourceNote ?? song.sourceNote) === song.sourceNote &&
    (artist === undefined || normaliseName(artist) === normaliseName(song.artist));
}
