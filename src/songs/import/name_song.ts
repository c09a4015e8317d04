import { MAX_SONG_NAME_LENGTH } from "../song_request.ts";

/** Who plays when nobody says. */
export const UNKNOWN_ARTIST = "Unknown";

/** Title and artist from a file name: `Artist - Title.mid`, or `Title.mid`; `_` stands for a blank. */
export function nameSong(path: string): { readonly title: string; readonly artist: string } {
  const file = path.split(/[\\/]/).at(-1)!.replace(/\.[^.]*$/, "");
  const name = tidy(file);
  const dash = name.indexOf(" - ");
  const artist = dash > 0 ? tidy(name.slice(0, dash)) : "";
  const title = dash > 0 ? tidy(name.slice(dash + 3)) : "";
  return artist && title ? { title, artist } : { title: name, artist: UNKNOWN_ARTIST };
}

function tidy(text: string): string {
  const plain = text.toWellFormed().normalize("NFC")
    .replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "")
    .replaceAll(/[\s_]+/gu, " ")
    .trim();
  return [...plain].slice(0, MAX_SONG_NAME_LENGTH / 2).join("").trim();
}
