// Adds one MIDI file to the catalogue: read and analysed first, then the bytes stored, then the
// row, so that no song ever names a file that is not there.

import { AppError } from "../../errors.ts";
import type { SongFacts } from "../music/analyse_midi.ts";
import { searchNameOf } from "../search/search_name.ts";
import type { NewSong, Song, SongStore } from "../song.ts";
import { songNameSchema } from "../song_request.ts";

export const MAX_SONG_NOTE_LENGTH = 500;

/** Where the bytes of songs go: the part of the object store that an import needs. */
export interface SongFiles {
  put(
    key: string,
    bytes: Uint8Array,
    options: { readonly mediaType: string; readonly signal?: AbortSignal },
  ): Promise<void>;
  delete(key: string, signal?: AbortSignal): Promise<void>;
}

export type ImportDependencies = {
  readonly store: Pick<SongStore, "has" | "add">;
  readonly files: SongFiles;
  /** `analyseMidi`, perhaps in a thread of its own. */
  readonly analyse: (bytes: Uint8Array, signal?: AbortSignal) => SongFacts | Promise<SongFacts>;
  readonly newId: () => string;
  readonly now: () => Date;
};

export type SongToImport = {
  readonly bytes: Uint8Array;
  readonly title: string;
  readonly artist: string;
  readonly license: string;
  /** Where the song comes from, for people. */
  readonly sourceNote: string;
};

export type ImportOutcome =
  | { readonly outcome: "imported"; readonly song: Song }
  | { readonly outcome: "duplicate" };

/**
 * Imports one song; one with the same title and artist stays as it is.
 * @throws {AppError} `invalid_request` for a bad name, `invalid_midi`, `midi_too_large`.
 */
export async function importSong(
  { store, files, analyse, newId, now }: ImportDependencies,
  song: SongToImport,
  signal?: AbortSignal,
): Promise<ImportOutcome> {
  checkTexts(song);
  const [isThere] = await store.has([searchNameOf(song)], signal);
  if (isThere) return { outcome: "duplicate" };
  const facts = await analyse(song.bytes, signal);
  const added = describeSong(song, facts, { songId: newId(), createdAt: now() });
  const { objectKey, searchTitle: _, searchArtist: __, ...imported } = added;
  await files.put(objectKey, song.bytes, { mediaType: "audio/midi", ...(signal && { signal }) });
  if (await store.add(added, signal)) return { outcome: "imported", song: imported };
  // Another process was faster: its file is the one that counts.
  await files.delete(objectKey, signal);
  return { outcome: "duplicate" };
}

function checkTexts({ title, artist, license, sourceNote }: SongToImport): void {
  const areNames = [title, artist].every((name) => songNameSchema.safeParse(name).success);
  if (!areNames) {
    throw new AppError("invalid_request", "A title and an artist are 1 to 200 plain characters");
  }
  const areNotes = [license, sourceNote].every(({ length }) =>
    length >= 1 && length <= MAX_SONG_NOTE_LENGTH
  );
  if (areNotes) return;
  const limit = `1 to ${MAX_SONG_NOTE_LENGTH} characters`;
  throw new AppError("invalid_request", `A licence and a source note are ${limit}`);
}

function describeSong(
  { title, artist, license, sourceNote }: SongToImport,
  facts: SongFacts,
  { songId, createdAt }: { readonly songId: string; readonly createdAt: Date },
): NewSong {
  return {
    songId,
    title: title.normalize("NFC"),
    artist: artist.normalize("NFC"),
    license,
    sourceNote,
    createdAt: createdAt.toISOString(),
    ...facts,
    objectKey: `songs/${songId}.mid`,
    ...searchNameOf({ title, artist }),
  };
}
