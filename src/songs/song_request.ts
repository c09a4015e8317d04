// A song as a client names it.

import { z } from "zod";

export const MAX_SONG_NAME_LENGTH = 200;

// C0, C1, bidi controls: they can hide or forge what people read, and U+0000 breaks PostgreSQL.
const FORBIDDEN = /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;
const INVISIBLE_ONLY = /^[\s\u200b-\u200f\u2060\ufeff\u00ad]*$/u;

/** `"Title - Artist"` or `"Title"`, NFC. */
export const songNameSchema = z.string().min(1).max(MAX_SONG_NAME_LENGTH)
  .refine((name) => name.isWellFormed() && !FORBIDDEN.test(name), "must be plain text")
  .refine((name) => !INVISIBLE_ONLY.test(name), "must not be blank")
  .transform((name) => name.normalize("NFC"));

/** What a search is for: a name or a part of one, or nothing for all songs. */
export const songQuerySchema = z.string().trim().max(MAX_SONG_NAME_LENGTH)
  .refine((q) => q === "" || songNameSchema.safeParse(q).success, "must be plain text");

export const songRequestSchema = z.union([
  songNameSchema,
  z.strictObject({ songId: z.string().max(64) }),
]);

export type SongRequest = z.infer<typeof songRequestSchema>;
