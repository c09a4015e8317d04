// What people may leave out of a title: remarks in brackets or behind a dash, and guests.

import type { SongName } from "./name_song.ts";

const REMARK = /\s*(?:\([^()]*\)|\[[^[\]]*\]|~[^~]*~)|\s+-\s.*$/gu;
const GUEST_IN_BRACKETS = /\s*[([](?:feat|ft)\.[^)\]]*[)\]]/giu;
const GUEST = /\s+(?:feat|ft)\.\s.*$/iu;
const YEAR = /\b(?:19|20)\d\d\b/;

/** The title without remarks, unless there is nothing else. */
export function withoutRemarks(title: string): string {
  const rest = title.replace(REMARK, "").trim();
  return rest === "" ? title : rest;
}

export function withoutGuests({ title, artist }: SongName): SongName {
  return { title: title.replace(GUEST_IN_BRACKETS, ""), artist: artist.replace(GUEST, "") };
}

/** The title without a remark that has a year: `Solace (Remastered 2009)` → `Solace`. */
export function withoutYear(title: string): string {
  return title.replace(REMARK, (remark) => YEAR.test(remark) ? "" : remark).trim();
}
