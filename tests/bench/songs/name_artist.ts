import { Chance } from "./chance.ts";
import { fillPhrase } from "./fill_phrase.ts";
import type { Language } from "./languages/language.ts";
import { LANGUAGES } from "./languages/languages.ts";

/** Some are heard much more than others: the first a hundred times as much as the last. */
export const ARTISTS = 150_000;
const FAME_OFFSET = 120;
const CLASSICAL_SHARE = 0.03;

export type Artist = {
  readonly name: string;
  readonly language: Language;
  /** Writes sonatas rather than songs. */
  readonly isClassical: boolean;
};

const SALT = 0xa27157;

/** The artist of a rank, from 0: the most heard. */
export function nameArtist(seed: number, rank: number): Artist {
  const chance = new Chance(seed, SALT, rank);
  const language = chance.weigh(LANGUAGES.map((each) => [each, each.share] as const));
  const isClassical = chance.isIn(CLASSICAL_SHARE) && language.capitals !== "none";
  const form = isClassical ? "F S" : chance.pick(language.bands);
  const capitals = language.capitals === "none" ? "none" : "all";
  return { name: fillPhrase(form, language, chance, capitals), language, isClassical };
}

/** A rank, the famous ones more often. */
export function drawArtist(chance: Chance): number {
  return chance.rank(ARTISTS, FAME_OFFSET);
}
