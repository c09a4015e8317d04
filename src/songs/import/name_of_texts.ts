// Title and artist from the words inside a MIDI file.

import type { SongTexts } from "../music/song_texts.ts";
import { nameOfStem, type PartialName } from "./name_of_path.ts";
import { saysNothing } from "./says_nothing.ts";
import { tidyName } from "./tidy_name.ts";

/** Longer texts are sentences. */
const MAX_TITLE_LENGTH = 80;
const MAX_HOLDER_LENGTH = 60;
const NO_TITLE = /https?:|www\.|@|copyright|\(c\)|©|all rights|sequenced|arranged by|created by/i;
const BEFORE_HOLDER = /^(?:copyright|\(c\)|©|by|\d{4}|[\s,.:;–-])+/i;
const BEHIND_HOLDER = /\s*(?:[,.;(]|all rights|\d{4}).*$/i;

/** Karaoke files say so (`@T`); else the name of the sequence, or the first text that could be one. */
export function nameOfTexts({ name, copyright, texts }: SongTexts): PartialName {
  const [title, singer] = texts.filter((text) => text.startsWith("@T"))
    .map((text) => tidyName(text.slice(2)));
  const found = [title ?? "", name, ...texts].map(tidyName).filter(isTitle).map(nameOfStem)
    .find((each) => each.title !== undefined);
  const artist = singer || found?.artist || holderOf(copyright);
  return { ...found, ...(artist && { artist }) };
}

function isTitle(text: string): boolean {
  return text.length <= MAX_TITLE_LENGTH && !NO_TITLE.test(text) && !saysNothing(text);
}

/** `Copyright (c) 1999 by Jane Doe. All rights reserved` → `Jane Doe`. */
function holderOf(copyright: string): string {
  const holder = tidyName(copyright).replace(BEFORE_HOLDER, "").replace(BEHIND_HOLDER, "").trim();
  return holder.length > MAX_HOLDER_LENGTH || !/\p{L}/u.test(holder) ? "" : holder;
}
