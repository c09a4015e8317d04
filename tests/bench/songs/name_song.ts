// The names of a catalogue that nobody has to keep: the n-th song has the same name each time it
// is asked for, however many songs there are. Some titles are sung by several artists, some songs
// are there in more than one arrangement.

import { Chance } from "./chance.ts";
import { fillPhrase } from "./fill_phrase.ts";
import { ENGLISH } from "./languages/english.ts";
import type { Language } from "./languages/language.ts";
import { type Artist, drawArtist, nameArtist } from "./name_artist.ts";
import { nameTitle } from "./name_title.ts";

/** How many songs are another arrangement of an earlier one, under the same name. */
const VERSIONS = 0.01;
/** How many have the title of an earlier song by somebody else. */
const COVERS = 0.12;
const REMARKS = 0.09;
const PARTS = 0.015;
const GUESTS = 0.04;

export type SongName = { readonly title: string; readonly artist: string };

/** `index` counts from 0. */
export function nameSong(seed: number, index: number): SongName {
  const chance = new Chance(seed, 1, index);
  const kind = chance.next();
  if (kind < VERSIONS && index > 0) return nameSong(seed, chance.below(index));
  const artist = nameArtist(seed, drawArtist(chance));
  const title = kind < VERSIONS + COVERS && index > 0
    ? titleOf(seed, chance.below(index))
    : nameTitle(artist, new Chance(seed, 2, index));
  return addTo({ title, artist }, seed, chance);
}

/** The title of a song without what was added to it. */
function titleOf(seed: number, index: number): string {
  const chance = new Chance(seed, 1, index);
  const kind = chance.next();
  if (kind < VERSIONS + COVERS && index > 0) return titleOf(seed, coveredBy(chance, kind, index));
  return nameTitle(nameArtist(seed, drawArtist(chance)), new Chance(seed, 2, index));
}

function coveredBy(chance: Chance, kind: number, index: number): number {
  if (kind >= VERSIONS) drawArtist(chance);
  return chance.below(index);
}

/** Parts, remarks in brackets and guests. */
function addTo(
  { title, artist: { name: artist, language } }: {
    readonly title: string;
    readonly artist: Artist;
  },
  seed: number,
  chance: Chance,
): SongName {
  const part = chance.isIn(PARTS) ? chance.weigh(partsOf(chance)) : "";
  const remark = chance.isIn(REMARKS)
    ? ` ${remarkOf(chance.isIn(0.4) ? ENGLISH : language, chance)}`
    : "";
  if (!chance.isIn(GUESTS)) return { title: title + part + remark, artist };
  const guest = nameArtist(seed, drawArtist(chance)).name;
  return chance.weigh([
    [{ title: `${title}${part} (feat. ${guest})${remark}`, artist }, 40],
    [{ title: `${title}${part} [ft. ${guest}]${remark}`, artist }, 10],
    [{ title: title + part + remark, artist: `${artist} feat. ${guest}` }, 35],
    [{ title: title + part + remark, artist: `${artist} & ${guest}` }, 15],
  ]);
}

function partsOf(chance: Chance): readonly (readonly [string, number])[] {
  const number = chance.below(3) + 1;
  return [[` Part ${number}`, 3], [`, Pt. ${number}`, 3], [` ${"I".repeat(number)}`, 2]];
}

function remarkOf(language: Language, chance: Chance): string {
  return chance.pick(language.remarks)
    .replace("%y", () => `${1962 + chance.below(63)}`)
    .replace("%p", () => fillPhrase("P", language, chance))
    .replace("%r", () => fillPhrase("R", language, chance));
}
