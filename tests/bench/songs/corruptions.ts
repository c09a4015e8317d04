// What people do to the name of a song before it is a query. Each answers undefined where it has
// nothing to do: there is no accent to drop in a name without any.

import type { Chance } from "./chance.ts";
import { canMishear, mishear } from "./mishear.ts";
import { withoutGuests, withoutRemarks, withoutYear } from "./name_parts.ts";
import type { SongName } from "./name_song.ts";
import { nameArtist } from "./name_artist.ts";
import { transliterate } from "./transliterate.ts";
import { canMistype, mistype } from "./typing_error.ts";
import { replaceWord, type WordPlace, wordPlaces } from "./word_places.ts";
import { writeName } from "./write_name.ts";

export type Corruption = (name: SongName, chance: Chance) => string | undefined;

const LITTLE_WORDS = new Set(
  `a an the of and in to my me you i is it on la le les el los las il lo i o os as de der die das
   und y et e di du des del da do al au`.split(/\s+/),
);
const LATIN = /^[\p{Script=Latin}\p{N}\p{P}\p{S}\p{M}\s]*$/u;
const CYRILLIC_OR_GREEK = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** Lower case, letters and digits only: `dont stop me now queen`. */
export function dropPunctuation({ title, artist }: SongName): string {
  return `${title} ${artist}`.toLowerCase().replace(/['’"]/gu, "")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ").trim();
}

export function dropAccents(name: SongName, chance: Chance): string | undefined {
  const text = writeName(name, chance);
  const dropped = text.normalize("NFD").replace(/(?<=[a-z]\p{M}*)\p{M}/giu, "").normalize("NFC");
  return dropped === text.normalize("NFC") ? undefined : dropped;
}

export function dropGuest(name: SongName): string | undefined {
  const { title, artist } = withoutGuests(name);
  const isThere = title !== name.title || artist !== name.artist;
  return isThere ? `${title} - ${artist}` : undefined;
}

/** A guest that the catalogue does not name. */
export function addGuest(name: SongName, chance: Chance): string | undefined {
  if (/(feat|ft)\./i.test(name.title + name.artist)) return undefined;
  const guest = nameArtist(chance.below(1_000), chance.below(10_000)).name;
  return chance.weigh([
    [`${name.title} (feat. ${guest}) - ${name.artist}`, 1],
    [`${name.title} - ${name.artist} ft. ${guest}`, 1],
  ]);
}

export function dropBrackets({ title, artist }: SongName, chance: Chance): string | undefined {
  const rest = withoutRemarks(title);
  return rest === title ? undefined : writeName({ title: rest, artist }, chance);
}

export function dropYear({ title, artist }: SongName, chance: Chance): string | undefined {
  const rest = withoutYear(title);
  return rest === title || rest === "" ? undefined : writeName({ title: rest, artist }, chance);
}

export function addYear({ title, artist }: SongName, chance: Chance): string | undefined {
  if (/\d/.test(title)) return undefined;
  return `${title} (${1955 + chance.below(70)}) - ${artist}`;
}

/** Two words of the title, next to each other, in each other's place. */
export function swapWords({ title, artist }: SongName, chance: Chance): string | undefined {
  const places = wordPlaces(title);
  if (places.length < 2) return undefined;
  const second = 1 + chance.below(places.length - 1);
  const [left, right] = [places[second - 1]!, places[second]!];
  if (left.word === right.word) return undefined;
  const swapped = replaceWord(replaceWord(title, right, left.word), left, right.word);
  return writeName({ title: swapped, artist }, chance);
}

export function mistypeOnce(name: SongName, chance: Chance): string | undefined {
  return changeWords(
    writeName(name, chance),
    { count: 1, can: canMistype, change: mistype },
    chance,
  );
}

/** In two words. */
export function mistypeTwice(name: SongName, chance: Chance): string | undefined {
  return changeWords(
    writeName(name, chance),
    { count: 2, can: canMistype, change: mistype },
    chance,
  );
}

/** One word, or two where there is more than one to choose from. */
export function mishearWords(name: SongName, chance: Chance): string | undefined {
  const text = writeName(name, chance).toLowerCase();
  const count = chance.isIn(0.3) ? 2 : 1;
  return changeWords(text, { count, can: canMishear, change: mishear }, chance);
}

type Change = {
  readonly count: number;
  readonly can: (word: string) => boolean;
  readonly change: (word: string, chance: Chance) => string;
};

/** Changes so many words, none of which holds together what else the query says. */
function changeWords(text: string, { count, can, change }: Change, chance: Chance) {
  const open = wordPlaces(text).filter(({ word }) => can(word) && word.toLowerCase() !== "feat");
  if (open.length < count) return undefined;
  const chosen: WordPlace[] = [];
  while (chosen.length < count) chosen.push(...open.splice(chance.below(open.length), 1));
  return chosen.toSorted((left, right) => right.start - left.start)
    .reduce((rest, place) => replaceWord(rest, place, change(place.word, chance)), text);
}

export function omitLittleWord(name: SongName, chance: Chance): string | undefined {
  return omitWord(name, chance, (word) => LITTLE_WORDS.has(word));
}

export function omitGreatWord(name: SongName, chance: Chance): string | undefined {
  return omitWord(name, chance, (word) => !LITTLE_WORDS.has(word) && !/\p{N}/u.test(word));
}

/** A word of the title; at least two stay. */
function omitWord(
  { title, artist }: SongName,
  chance: Chance,
  isMeant: (word: string) => boolean,
): string | undefined {
  const places = wordPlaces(title);
  const open = places.filter(({ word }) => isMeant(word.toLowerCase()));
  if (places.length < 3 || open.length === 0) return undefined;
  const rest = replaceWord(title, chance.pick(open), "").replace(/\s+/g, " ").trim();
  return writeName({ title: rest, artist }, chance);
}

/** Two words of the title written as one: `greensleeves`. */
export function joinWords({ title, artist }: SongName, chance: Chance): string | undefined {
  const spaces = [...title.matchAll(/(?<=\p{L}) (?=\p{L})/gu)];
  if (spaces.length === 0 || !LATIN.test(title)) return undefined;
  const { index } = chance.pick(spaces);
  return writeName({ title: title.slice(0, index) + title.slice(index + 1), artist }, chance);
}

/** A long word of the title written as two: `sun shine`. */
export function splitWord({ title, artist }: SongName, chance: Chance): string | undefined {
  const open = wordPlaces(title).filter(({ word }) => /^\p{Script=Latin}{7,}$/u.test(word));
  if (open.length === 0) return undefined;
  const place = chance.pick(open);
  const cut = 3 + chance.below(place.word.length - 5);
  const split = `${place.word.slice(0, cut)} ${place.word.slice(cut)}`;
  return writeName({ title: replaceWord(title, place, split), artist }, chance);
}

/** `Solace - Joplin`: the last word of a person's name. */
export function shortenArtist({ title, artist }: SongName, chance: Chance): string | undefined {
  if (!/^\p{L}[\p{L}'’-]+ \p{L}[\p{L}'’-]{3,}$/u.test(artist) || /^(the|dj|mc)/i.test(artist)) {
    return undefined;
  }
  const surname = artist.split(" ")[1]!;
  return chance.weigh([[`${title} - ${surname}`, 2], [`${surname} ${title}`.toLowerCase(), 1]]);
}

export function writeInLatin(name: SongName, chance: Chance): string | undefined {
  const text = writeName(name, chance);
  return CYRILLIC_OR_GREEK.test(name.title) ? transliterate(text.toLowerCase()) : undefined;
}

/** A name in other letters than Latin, as it is. */
export function keepScript(name: SongName, chance: Chance): string | undefined {
  return LATIN.test(name.title) ? undefined : writeName(name, chance);
}

/** While somebody types: the last word is only begun, and the title was said before. */
export function leaveUnfinished({ title, artist }: SongName, chance: Chance): string | undefined {
  const text = chance.isIn(0.5) ? `${title} ${artist}` : `${title} - ${artist}`;
  const last = wordPlaces(text).at(-1);
  if (last === undefined || last.word.length < 4) return undefined;
  return text.slice(0, last.start + 2 + chance.below(last.word.length - 3));
}
