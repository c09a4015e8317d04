// What a song is called when no manifest says: by its path, else by its own text.

import type { SongTexts } from "../music/song_texts.ts";
import { nameOfPath, stemOf } from "./name_of_path.ts";
import { nameOfTexts } from "./name_of_texts.ts";

/** Who plays when nobody says. */
const UNKNOWN_ARTIST = "Unknown";
const UNTITLED = "Untitled";

export type SongName = { readonly title: string; readonly artist: string };

/** Each of title and artist from the path (below the source, parted by `/`), else from the texts. */
export function nameSong(path: string, texts: SongTexts): SongName {
  const byPath = nameOfPath(path);
  // A file named well says the artist too when it knows; texts would only guess.
  const byTexts = byPath.title === undefined ? nameOfTexts(texts) : {};
  return {
    title: byPath.title ?? byTexts.title ?? (stemOf(path.split("/").at(-1)!) || UNTITLED),
    artist: byPath.artist ?? byTexts.artist ?? UNKNOWN_ARTIST,
  };
}
