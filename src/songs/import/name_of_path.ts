// Title and artist from where a file lies: `Artist - Title.mid`, `Artist/Title.mid`,
// `Artist/Album/01 - Title.mid`. `_` stands for a blank.

import { saysNothing } from "./says_nothing.ts";
import { tidyName } from "./tidy_name.ts";

/** What is known of a name; the rest is left out. */
export type PartialName = { readonly title?: string; readonly artist?: string };

const TRACK_NUMBER = /^(?:\d-)?(?:0\d{1,2}(?: ?- ?|[.)]? ?)|\d{1,2}(?: - |[.)] ))(?=\p{L})/u;
const NUMBER_ALONE = /^\d{1,3}$/;
/** `Solace.2`, `Solace (2)`; what stands behind `No.`, `Op.` or a digit belongs to the title. */
const VERSION =
  /(?:(?<!\b(?:no|nr|op|k|kv|bwv|hob|rv|d|vol|pt|part|act|mov|mvt)|\d)\.\d{1,2}| ?\(\d{1,2}\)| - copy)$/i;
const MORE_DISCS = /^(?:cd|disc|disk) ?\d{1,2}$/i;

/** `path` is below the source, parted by `/`. */
export function nameOfPath(path: string): PartialName {
  const parts = path.split("/");
  const stem = stemOf(parts.pop()!);
  const name = nameOfStem(stem);
  const artist = name.artist ?? artistOfFolders(parts.map(tidyName));
  return { ...name, ...(artist !== undefined && { artist }) };
}

/** The name of a file as a title, whatever it says. */
export function stemOf(file: string): string {
  return tidyName(file.replace(/\.[^.]*$/, ""));
}

/** `Artist - Title`, `Artist - Album - 01 - Title` or `Title`; nothing of a text that says nothing. */
export function nameOfStem(stem: string): PartialName {
  const parts = bare(stem).split(" - ").map((part) => part.trim());
  const number = parts.findIndex((part, index) => index > 0 && NUMBER_ALONE.test(part));
  const isNumbered = number > 0 && number < parts.length - 1;
  const title = bare(parts.slice(isNumbered ? number + 1 : parts.length > 1 ? 1 : 0).join(" - "));
  const artist = parts.length > 1 ? parts[0]! : "";
  if (artist === "" || title === "") return saysNothing(stem) ? {} : { title: bare(stem) };
  const isTitle = !saysNothing(title);
  if (saysNothing(artist)) return isTitle ? { title, ...(isNumber(artist) && { artist }) } : {};
  // A song may be called `1999`, but not `Track 3`.
  return isTitle || isNumber(title) ? { title, artist } : { artist };
}

function isNumber(text: string): boolean {
  return /^\d{2,4}$/.test(text);
}

/** Without track number and version; never empty. */
function bare(text: string): string {
  const plain = text.replace(/^[-–] */, "").replace(TRACK_NUMBER, "").replace(VERSION, "").trim();
  return plain === "" ? text : plain;
}

/** The folder, or where there are several the one that holds the album's. */
function artistOfFolders(folders: readonly string[]): string | undefined {
  const telling = folders.filter((folder) => folder.length > 1 && !saysNothing(folder));
  const named = telling.filter((folder) => !MORE_DISCS.test(folder));
  return named.length < 2 ? named[0] : named.at(-2);
}
