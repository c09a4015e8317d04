// Adds one MIDI file to the catalogue: read and analysed first, then the bytes stored, then the
// row, so that no song ever names a file that is not there.

import type { SongFacts } from "../music/analyse_midi.ts";
import type { NewSong, Song } from "../song.ts";
import type { SongStore } from "../song_store.ts";
import { checkLabels, describeSong, type SongLabels } from "./describe_song.ts";
import { sha256Of } from "./sha256_of.ts";

/** Where the bytes of songs go: the part of the object store that an import needs. */
export interface SongFiles {
  put(
    key: string,
    bytes: Uint8Array,
    options: { readonly mediaType: string; readonly signal?: AbortSignal },
  ): Promise<void>;
}

export const MIDI_MEDIA_TYPE = "audio/midi";

export type ImportDependencies = {
  readonly store: Pick<SongStore, "hasContents" | "add">;
  readonly files: SongFiles;
  /** `analyseMidi`, perhaps in a thread of its own. */
  readonly analyse: (bytes: Uint8Array, signal?: AbortSignal) => SongFacts | Promise<SongFacts>;
  readonly newId: () => string;
  readonly now: () => Date;
};

export type SongToImport = SongLabels & { readonly bytes: Uint8Array };

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
  checkLabels(song);
  const contentSha256 = await sha256Of(song.bytes);
  const [isThere] = await store.hasContents([contentSha256], signal);
  if (isThere) return { outcome: "duplicate" };
  const facts = await analyse(song.bytes, signal);
  const added = describeSong(song, facts, { songId: newId(), createdAt: now(), contentSha256 });
  await files.put(added.objectKey, song.bytes, {
    mediaType: MIDI_MEDIA_TYPE,
    ...(signal && { signal }),
  });
  const [isNew] = await store.add([added], signal);
  return isNew ? { outcome: "imported", song: songOf(added) } : { outcome: "duplicate" };
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
