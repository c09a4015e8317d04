// Where a page of songs ends, as text: the values it is ordered by, so that the next page begins
// behind it though the song itself is gone by then.

import { z } from "zod";
import { AppError } from "../../errors.ts";
import type { Fit } from "./compare_fits.ts";
import { MAX_NORMALISED_LENGTH } from "./normalise_name.ts";

/** What the database can hold, as it holds all names. */
const name = z.string().max(2 * MAX_NORMALISED_LENGTH)
  .refine((text) => text.isWellFormed() && !text.includes("\0"));
const placeSchema = z.tuple([z.number().min(0).max(1), name, name, z.uuid()]);

export function writeSongCursor({ score, searchTitle, searchArtist, songId }: Fit): string {
  return JSON.stringify([score, searchTitle, searchArtist, songId]);
}

/** @throws {AppError} `invalid_request`. */
export function parseSongCursor(text: string): Fit {
  const place = placeSchema.safeParse(parseJson(text));
  if (!place.success) throw new AppError("invalid_request", "The cursor is none of a song list");
  const [score, searchTitle, searchArtist, songId] = place.data;
  return { score, searchTitle, searchArtist, songId };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
