// The songs that every new catalogue begins with.

import { writeMidi } from "../music/midi/write_midi.ts";
import { arrangeScore } from "../music/notation/arrange_score.ts";
import { parseScore } from "../music/notation/parse_score.ts";
import { type ImportDependencies, importSong, type SongToImport } from "./import_song.ts";

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
  for (const song of songsOf(catalogue)) {
    signal?.throwIfAborted();
    const { outcome } = await importSong(deps, song, signal);
    if (outcome === "imported") imported++;
    await pause();
  }
  return imported;
}

/** Plays each score when its turn has come. */
function* songsOf({ scores, recordings }: StarterCatalogue): Generator<SongToImport> {
  for (const score of scores) yield playScore(score);
  yield* recordings;
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
