// What a search for songs asks, the same over REST and over the WebSocket.

import { z } from "zod";
import { keyName } from "../music/analyse/key_name.ts";
import { parseKeyName } from "../music/analyse/parse_key_name.ts";
import { songNoteSchema } from "./import/describe_song.ts";
import type { SongFilter } from "./song_store.ts";

export const MAX_SONGS_PER_PAGE = 100;
export const DEFAULT_SONGS_PER_PAGE = 20;
/** Of a cursor as clients see it: two names of 255 letters, wrapped. */
export const MAX_SONG_CURSOR_LENGTH = 3_072;

/** `Gb minor` and `F# minor` are one key: it gets the name that songs show. */
const keySchema = z.string().regex(/^[A-G][b#]? (major|minor)$/, 'must be like "F# minor"')
  .transform((name) => keyName(parseKeyName(name))).pipe(z.string());

const atLeastNothing = z.number().min(0);

/** Which songs count, as JSON writes it. */
export const songFilterFields = {
  key: keySchema.optional(),
  minTempoBpm: atLeastNothing.optional(),
  maxTempoBpm: atLeastNothing.optional(),
  minDurationSeconds: atLeastNothing.optional(),
  maxDurationSeconds: atLeastNothing.optional(),
  hasDrums: z.boolean().optional(),
  license: songNoteSchema.optional(),
} satisfies Record<keyof SongFilter, z.ZodType>;

const RANGES = [
  ["minTempoBpm", "maxTempoBpm"],
  ["minDurationSeconds", "maxDurationSeconds"],
] as const;

/** Refuses a range that no song can be in. */
export function checkRanges(filter: SongFilter, context: z.RefinementCtx): void {
  for (const [min, max] of RANGES) {
    const { [min]: low = 0, [max]: high = Infinity } = filter;
    const message = `must not be over ${max}`;
    if (low > high) context.addIssue({ code: "custom", path: [min], message });
  }
}
