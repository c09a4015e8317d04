// From a file that was read to the song that the store keeps.

import { z } from "zod";
import { AppError } from "../../errors.ts";
import type { SongFacts } from "../music/analyse_midi.ts";
import { searchNameOf } from "../search/search_name.ts";
import type { NewSong } from "../song.ts";
import { songNameSchema } from "../song_request.ts";

export const MAX_SONG_NOTE_LENGTH = 500;

/** A licence, or where a song comes from. */
export const songNoteSchema = z.string().min(1).max(MAX_SONG_NOTE_LENGTH)
  .refine((note) => note.isWellFormed() && !/\p{Cc}/u.test(note), "must be plain text");

/** What people say of a song. */
export type SongLabels = {
  readonly title: string;
  readonly artist: string;
  readonly license: string;
  /** Where the song comes from, for people. */
  readonly sourceNote: string;
};

export type SongIdentity = {
  readonly songId: string;
  readonly createdAt: Date;
  readonly contentSha256: string;
};

/** @throws {AppError} `invalid_request` for labels that cannot be kept or asked for. */
export function checkLabels({ title, artist, license, sourceNote }: SongLabels): void {
  const areNames = [title, artist].every((name) => songNameSchema.safeParse(name).success);
  if (!areNames) {
    throw new AppError("invalid_request", "A title and an artist are 1 to 200 plain characters");
  }
  const areNotes = [license, sourceNote].every((note) => songNoteSchema.safeParse(note).success);
  if (areNotes) return;
  const limit = `1 to ${MAX_SONG_NOTE_LENGTH} plain characters`;
  throw new AppError("invalid_request", `A licence and a source note are ${limit}`);
}

/** Its object has the key of its content: whoever else imports it writes the same object. */
export function describeSong(
  { title, artist, license, sourceNote }: SongLabels,
  facts: SongFacts,
  { songId, createdAt, contentSha256 }: SongIdentity,
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
