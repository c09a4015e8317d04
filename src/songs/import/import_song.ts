// Adds one MIDI file to the catalogue: read and analysed first, then the bytes stored, then the
// row, so that no song ever names a file that is not there.

import { AppError } from "../../errors.ts";
import type { SongFacts } from "../music/analyse_midi.ts";
import { searchNameOf } from "../search/search_name.ts";
import type { NewSong, Song } from "../song.ts";
import type { SongStore } from "../song_store.ts";
import { songNameSchema } from "../song_request.ts";

export const MAX_SONG_NOTE_LENGTH = 500;

/** Where the bytes of songs go: the part of the object store that an import needs. */
export interface SongFiles {
  put(
    key: string,
    bytes: Uint8Array,
    options: { readonly mediaType: string; readonly signal?: AbortSignal },
  ): Promise<void>;
}

export type ImportDependencies = {
  readonly store: Pick<SongStore, "hasContents" | "add">;
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
 * Imports one song; one with the same content stays as it is.
 * @throws {AppError} `invalid_request` for a bad name, `invalid_midi`, `midi_too_large`.
 */
export async function importSong(
  { store, files, analyse, newId, now }: ImportDependencies,
  song: SongToImport,
  signal?: AbortSignal,
): Promise<ImportOutcome> {
  checkTexts(song);
  const contentSha256 = await sha256Of(song.bytes);
  const [isThere] = await store.hasContents([contentSha256], signal);
  if (isThere) return { outcome: "duplicate" };
  const facts = await analyse(song.bytes, signal);
  const added = describeSong(song, facts, { songId: newId(), createdAt: now(), contentSha256 });
  // The key is that of the content: whoever else imports it writes the same object.
  await files.put(added.objectKey, song.bytes, {
    mediaType: "audio/midi",
    ...(signal && { signal }),
  });
  const [isNew] = await store.add([added], signal);
  return isNew ? { outcome: "imported", song: songOf(added) } : { outcome: "duplicate" };
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
  { songId, createdAt, contentSha256 }: {
    readonly songId: string;
    readonly createdAt: Date;
    readonly contentSha256: string;
  },
): NewSong {
  return {
    songId,
    title: title.normalize("NFC"),
    artist: artist.normalize("NFC"),
    license,
    sourceNote,
    createdAt: createdAt.toISOString(),
    ...facts,
    contentSha256,
    objectKey: `songs/${contentSha256}.mid`,
    ...searchNameOf({ title, artist }),
  };
}

function songOf(
  {
    objectKey: _,
    contentSha256: __,
    fingerprint: ___,
    searchTitle: ____,
    searchArtist: _____,
    ...song
  }: NewSong,
): Song {
  return song;
}

async function sha256Of(bytes: Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource)).toHex();
}
