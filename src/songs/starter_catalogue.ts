// The songs that every new catalogue begins with.

import { writeMidi } from "../music/midi/write_midi.ts";
import { arrangeScore } from "../music/notation/arrange_score.ts";
import { parseScore } from "../music/notation/parse_score.ts";
import { parseScoreName } from "../music/notation/parse_score_name.ts";
import { type ImportDependencies, importSong, type SongToImport } from "./import_song.ts";
import { searchNameOf } from "./search_name.ts";
import type { SearchName } from "./song.ts";

export type StarterCatalogue = {
  /** Texts that `parseScore` reads. */
  readonly scores: readonly string[];
  readonly recordings: readonly SongToImport[];
};

/**
 * Imports the starter songs that the catalogue lacks and tells how many those were.
 * The event loop gets its turn between two songs.
 */
export async function importStarterCatalogue(
  deps: ImportDependencies,
  catalogue: StarterCatalogue,
  signal?: AbortSignal,
): Promise<number> {
  let imported = 0;
  for (const { play } of await findMissing(deps.store, startersOf(catalogue), signal)) {
    await pause();
    signal?.throwIfAborted();
    const { outcome } = await importSong(deps, play(), signal);
    if (outcome === "imported") imported++;
  }
  return imported;
}

/** A song by its name, whose music is made when it is needed. */
type Starter = SearchName & { readonly play: () => SongToImport };

function startersOf({ scores, recordings }: StarterCatalogue): Starter[] {
  return [
    ...scores.map((text) => ({
      ...searchNameOf(parseScoreName(text)),
      play: () => playScore(text),
    })),
    ...recordings.map((song) => ({ ...searchNameOf(song), play: () => song })),
  ];
}

async function findMissing(
  store: ImportDependencies["store"],
  starters: readonly Starter[],
  signal: AbortSignal | undefined,
): Promise<Starter[]> {
  const areThere = await store.has(starters, signal);
  return starters.filter((_, index) => !areThere[index]);
}

function playScore(text: string): SongToImport {
  const score = parseScore(text);
  return {
    title: score.title,
    artist: score.artist,
    license: score.license,
    sourceNote: score.source,
    bytes: writeMidi(arrangeScore(score)),
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
