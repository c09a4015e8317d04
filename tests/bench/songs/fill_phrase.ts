// Fills the places of a phrase with words, common and rare, as often as names have them.

import { Chance, hashNumbers } from "./chance.ts";
import type { Language } from "./languages/language.ts";
import { LANGUAGES } from "./languages/languages.ts";

/** The rare words of a language: so many, and so many more for each thousandth of the artists. */
const RARE_WORDS = { least: 12_000, perThousandth: 600 };
/** Where a phrase has a word, how often it is a rare one. */
const RARE_SHARE = 0.24;
const INVENTED_FIRST_NAMES = { share: 0.15, count: 4_000 };
const INVENTED_SURNAMES = { share: 0.55, count: 60_000 };

/** Words, names and places for the capitals of `phrase`; capitals as the language has them. */
export function fillPhrase(
  phrase: string,
  language: Language,
  chance: Chance,
  capitals = language.capitals,
): string {
  const filled = phrase.replace(/[WRNFSP]/g, (place) => fillPlace(place, language, chance));
  if (capitals === "none") return filled;
  const name = capitals === "all" ? capitaliseWords(filled) : filled;
  return name.replace(/\p{L}/u, (letter) => letter.toUpperCase());
}

function fillPlace(place: string, language: Language, chance: Chance): string {
  switch (place) {
    case "W":
      return chance.isIn(RARE_SHARE)
        ? rareWord(language, chance)
        : chance.common(language.words, 25);
    case "R":
      return rareWord(language, chance);
    case "P":
      return capitalise(chance.pick(language.places));
    case "S":
      return surnameOf(language, chance);
    default:
      return firstNameOf(language, chance);
  }
}

function surnameOf(language: Language, chance: Chance): string {
  const { share, count } = INVENTED_SURNAMES;
  return capitalise(
    chance.isIn(share)
      ? inventWord(language, "name", chance.rank(count, 2_000))
      : chance.common(language.surnames, 30),
  );
}

function firstNameOf(language: Language, chance: Chance): string {
  const { share, count } = INVENTED_FIRST_NAMES;
  return capitalise(
    chance.isIn(share)
      ? inventWord(language, "name", chance.rank(count, 200))
      : chance.common(language.firstNames, 20),
  );
}

/** A word that few songs have. */
function rareWord(language: Language, chance: Chance): string {
  const count = RARE_WORDS.least + RARE_WORDS.perThousandth * language.share;
  return inventWord(language, "word", chance.rank(count, 1_000));
}

const invented = new Map<string, string>();

/** Always the same word for the same rank. */
function inventWord(language: Language, kind: "word" | "name", rank: number): string {
  const key = `${language.name} ${kind} ${rank}`;
  const known = invented.get(key);
  if (known !== undefined) return known;
  const seed = kind === "word" ? 1 : 2;
  const word = spell(language, new Chance(seed, LANGUAGES.indexOf(language), hashNumbers(rank)));
  invented.set(key, word);
  return word;
}

function spell({ onsets, nuclei, endings }: Language, chance: Chance): string {
  let word = chance.isIn(0.12) ? "" : chance.pick(onsets);
  const syllables = chance.weigh([[1, 45], [2, 45], [3, 10]]);
  for (let syllable = 0; syllable < syllables; syllable++) {
    word += (syllable > 0 ? chance.pick(onsets) : "") + chance.pick(nuclei);
  }
  return word + (chance.isIn(0.85) ? chance.pick(endings) : "");
}

function capitaliseWords(text: string): string {
  return text.replace(/(?<![\p{L}'’])\p{L}/gu, (letter) => letter.toUpperCase());
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
