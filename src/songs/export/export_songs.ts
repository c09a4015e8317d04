// Writes the catalogue as files and a manifest, of which an import elsewhere makes the same catalogue.
// A file is named after its content: one that is there is the right one, so an export that was broken
// off goes on where it was.

import { AppError } from "../../errors.ts";
import { mapAtMost } from "../import/map_at_most.ts";
import { sha256Of } from "../import/sha256_of.ts";
import type { KeptSong, SongStore } from "../song_store.ts";
import type { ExportTarget } from "./export_target.ts";
import { pathOfSong } from "./path_of_song.ts";

const PAGE = 500;
/** Objects read at once. */
const MAX_READS = 16;

export type ExportDependencies = {
  readonly store: Pick<SongStore, "page">;
  /**
   * The bytes of an object, within the limit of a MIDI file.
   * @throws {AppError} `not_found`, `midi_too_large`.
   */
  readonly readObject: (key: string, signal?: AbortSignal) => Promise<Uint8Array>;
  readonly target: ExportTarget;
};

export type SongReport = {
  readonly song: Pick<KeptSong, "songId" | "title" | "artist">;
  /** Why it was not exported. */
  readonly reason?: string;
};

export type ExportCounts = { readonly exported: number; readonly failed: number };

/** Exports every song, in order of ids; one whose file is lost or damaged is reported. */
export async function exportSongs(
  deps: ExportDependencies,
  onSong: (report: SongReport) => void,
  signal?: AbortSignal,
): Promise<ExportCounts> {
  const counts = { exported: 0, failed: 0 };
  for await (const songs of pages(deps.store, signal)) {
    const results = await mapAtMost(songs, MAX_READS, (song) => exportSong(deps, song, signal));
    for (const [index, song] of songs.entries()) {
      const { path, reason } = results[index]!;
      if (path !== undefined) await deps.target.addLine(lineOf(song, path));
      counts[path === undefined ? "failed" : "exported"]++;
      onSong({ song, ...(reason !== undefined && { reason }) });
    }
  }
  await deps.target.finish();
  return counts;
}

async function* pages(
  store: ExportDependencies["store"],
  signal: AbortSignal | undefined,
): AsyncGenerator<KeptSong[]> {
  let afterId: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const page = await store.page({ limit: PAGE, ...(afterId && { afterId }) }, signal);
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    afterId = page.at(-1)!.songId;
  }
}

type Exported = { readonly path?: string; readonly reason?: string };

async function exportSong(
  { readObject, target }: ExportDependencies,
  song: KeptSong,
  signal: AbortSignal | undefined,
): Promise<Exported> {
  if (song.contentSha256 !== "" && await target.has(pathOfSong(song))) {
    return { path: pathOfSong(song) };
  }
  try {
    const bytes = await readObject(song.objectKey, signal);
    const contentSha256 = await sha256Of(bytes);
    // Rows of early versions do not say what their files hold.
    if (song.contentSha256 !== "" && song.contentSha256 !== contentSha256) {
      return { reason: "Its file is damaged: it is not the one that was imported" };
    }
    const path = pathOfSong({ ...song, contentSha256 });
    await target.write(path, bytes);
    return { path };
  } catch (error) {
    const isLost = error instanceof AppError &&
      (error.code === "not_found" || error.code === "midi_too_large");
    if (!isLost) throw error;
    return { reason: `Its file cannot be read: ${error.message}` };
  }
}

/** As `parseManifest` reads it. */
function lineOf({ title, artist, license, sourceNote }: KeptSong, path: string): string {
  return JSON.stringify({ path, title, artist, license, source: sourceNote });
}
