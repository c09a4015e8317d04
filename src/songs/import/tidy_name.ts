import { MAX_SONG_NAME_LENGTH } from "../song_request.ts";

/** Composed, on one line, without what can hide or forge: a name that can be asked for, or nothing. */
export function tidyName(text: string): string {
  const plain = text.toWellFormed().normalize("NFC")
    .replaceAll(/[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/gu, " ")
    .replaceAll(/[\s_]+/gu, " ")
    .trim();
  return [...plain].slice(0, MAX_SONG_NAME_LENGTH / 2).join("").trim();
}
