// The songs that every new catalogue begins with.

import { parseScoreName } from "../../music/notation/parse_score_name.ts";
import { type ImportDependencies, importSong, type SongToImport } from "./import_song.ts";
import { searchNameOf } from "../search/search_name.ts";
import type { SearchName } from "../song.ts";
import type { SongStore } from "../song_store.ts";

export type StarterCatalogue = {
  /** Texts that `parseScore` reads. */
  readonly scores: readonly string[];
  readonly recordings: readonly SongToImport[];
};

export type StarterDependencies = ImportDependencies & {
  readonly store: Pick<SongStore, "has">;
  /** `playScore`, perhaps in a thread of its own. */
  readonly play: (score: string, signal?: AbortSignal) => SongToImport | Promise<SongToImport>;
};

/** Imports the starter songs that the catalogue lacks and tells how many those were. */
export async function importStarterCatalogue(
  deps: StarterDependencies,
  catalogue: StarterCatalogue,
  signal?: AbortSignal,
): Promise<number> {
  let imported = 0;
  for (const { load } of await findMissing(deps.store, startersOf(catalogue, deps), signal)) {
    signal?.throwIfAborted();
    const { outcome } = await importSong(deps, await load(signal), signal);
    if (outcome === "imported") imported++;
  }
  return imported;
}

/** A song by its name, whose music is made when it is needed. */
type Starter = SearchName & {
  readonly load: (signal?: AbortSignal) => SongToImport | Promise<SongToImport>;
};

function startersOf(
  { scores, recordings }: StarterCatalogue,
  { play }: Pick<StarterDependencies, "play">,
): Starter[] {
  return [
    ...scores.map((score) => ({
      ...searchNameOf(parseScoreName(score)),
      load: (signal?: AbortSignal) => play(score, signal),
    })),
    ...recordings.map((song) => ({ ...searchNameOf(song), load: () => song })),
  ];
}

async function findMissing(
  store: Pick<SongStore, "has">,
  starters: readonly Starter[],
  signal: AbortSignal | undefined,
): Promise<Starter[]> {
  const areThere = await store.has(starters, signal);
  return starters.filter((_, index) => !areThere[index]);
}
