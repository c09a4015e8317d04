// Adds one MIDI file to the catalogue: read and analysed first, then the bytes stored, then the
// row, so that no song ever names a file that is not there.

import { AppError } from "../errors.ts";
import { analyse } from "../music/analyse/analyse.ts";
import type { Analysis } from "../music/analyse/analysis.ts";
import { keyName } from "../music/analyse/key_name.ts";
import type { Piece } from "../music/midi/piece.ts";
import { readMidi } from "../music/midi/read_midi.ts";
import { hasSong } from "./has_song.ts";
import { normaliseName } from "./normalise_name.ts";
import type { NewSong, Song, SongStore } from "./song.ts";
import { songNameSchema } from "./song_request.ts";

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
  readonly store: Pick<SongStore, "search" | "add">;
  readonly files: SongFiles;
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
  { store, files, newId, now }: ImportDependencies,
  song: SongToImport,
  signal?: AbortSignal,
): Promise<ImportOutcome> {
  checkTexts(song);
  if (await hasSong(store, song, signal)) return { outcome: "duplicate" };
  const analysis = analyse(readNotes(song.bytes));
  const added = describeSong(song, analysis, { songId: newId(), createdAt: now() });
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

function readNotes(bytes: Uint8Array): Piece {
  const piece = translateErrors(() => readMidi(bytes));
  if (piece.tracks.some(({ notes }) => notes.length > 0)) return piece;
  throw new AppError("invalid_midi", "The MIDI file has no notes");
}

function translateErrors<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new AppError("invalid_midi", error.message, { cause: error });
    }
    if (error instanceof RangeError) {
      throw new AppError("midi_too_large", error.message, { cause: error });
    }
    throw error;
  }
}

function describeSong(
  { title, artist, license, sourceNote }: SongToImport,
  { key, keyConfidence, tempoBpm, meter, bars, durationSeconds, sections, parts }: Analysis,
  { songId, createdAt }: { readonly songId: string; readonly createdAt: Date },
): NewSong {
  return {
    songId,
    title: title.normalize("NFC"),
    artist: artist.normalize("NFC"),
    license,
    sourceNote,
    createdAt: createdAt.toISOString(),
    durationSeconds: roundTo(durationSeconds, 3),
    tempoBpm: roundTo(tempoBpm, 2),
    key: keyName(key),
    analysis: {
      key,
      keyConfidence: roundTo(keyConfidence, 3),
      meter: { numerator: meter.numerator, denominator: meter.denominator },
      bars,
      sections: sections.map(({ label, startBar, bars }) => ({ label, startBar, bars })),
      roles: parts.map(({ role, program, notes }) => ({ role, program, notes: notes.length })),
    },
    objectKey: `songs/${songId}.mid`,
    searchTitle: normaliseName(title),
    searchArtist: normaliseName(artist),
  };
}

function roundTo(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
