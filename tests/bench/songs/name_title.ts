// Titles without what is added to them: songs, and works in a key with a number.

import type { Artist } from "./name_artist.ts";
import type { Chance } from "./chance.ts";
import { fillPhrase } from "./fill_phrase.ts";
import { ENGLISH } from "./languages/english.ts";

/** How many songs of those who sing in another language have English titles. */
const ENGLISH_TITLES = 0.15;
const NUMBERED_TITLES = 0.02;

export function nameTitle(artist: Artist, chance: Chance): string {
  if (artist.isClassical) return nameWork(artist, chance);
  const language = chance.isIn(ENGLISH_TITLES) ? ENGLISH : artist.language;
  const title = fillPhrase(chance.common(language.phrases, 20), language, chance);
  return chance.isIn(NUMBERED_TITLES) ? addNumber(title, chance) : title;
}

function addNumber(title: string, chance: Chance): string {
  const number = `${
    chance.weigh([[chance.below(10) + 1, 3], [chance.below(100), 3], [
      1900 + chance.below(125),
      2,
    ], [chance.below(1000), 1]])
  }`;
  return chance.weigh([[`${number} ${title}`, 4], [`${title} ${number}`, 5], [number, 1]]);
}

type Wording = {
  readonly forms: readonly string[];
  readonly keys: readonly string[];
  readonly number: string;
};

const ENGLISH_WORKS: Wording = {
  forms: `Sonata|Symphony|Prelude|Fugue|Waltz|Nocturne|Étude|Mazurka|Concerto|String Quartet|Suite|
    Sonatina|Minuet|Rondo|Prelude and Fugue|Impromptu|Ballade|Scherzo|Invention|Piano Trio|
    Piano Sonata|Violin Sonata|Piano Concerto|Fantasia|Bagatelle|Mass`.split(/\|\s*/),
  keys: `C major|C minor|D major|D minor|E-flat major|E major|E minor|F major|F minor|F-sharp minor|
    G major|G minor|A-flat major|A major|A minor|B-flat major|B minor`.split(/\|\s*/),
  number: "No.",
};
const GERMAN_WORKS: Wording = {
  forms: `Sonate|Sinfonie|Präludium|Fuge|Walzer|Konzert|Streichquartett|Suite|Menuett|Rondo|Messe|
    Klaviersonate|Kantate|Präludium und Fuge`.split(/\|\s*/),
  keys: `C-Dur|c-Moll|D-Dur|d-Moll|Es-Dur|E-Dur|e-Moll|F-Dur|f-Moll|G-Dur|g-Moll|A-Dur|a-Moll|B-Dur|
    h-Moll`.split(/\|\s*/),
  number: "Nr.",
};
const MOVEMENTS = `I. Allegro|II. Andante|III. Presto|II. Adagio|III. Rondo|I. Allegro con brio|
  IV. Finale|II. Largo|III. Scherzo|I. Moderato|Allegretto|Adagio cantabile`.split(/\|\s*/);

/** `Sonata No. 5 in C minor, Op. 27 No. 2: II. Adagio` */
function nameWork({ language }: Artist, chance: Chance): string {
  const isGerman = language.name === "German" && chance.isIn(0.5);
  const { forms, keys, number } = isGerman ? GERMAN_WORKS : ENGLISH_WORKS;
  const opus = chance.weigh([
    [`, Op. ${chance.below(120) + 1}`, 50],
    [`, Op. ${chance.below(90) + 1} No. ${chance.below(6) + 1}`, 20],
    [`, BWV ${chance.below(1000) + 1}`, 8],
    [`, K. ${chance.below(620) + 1}`, 8],
    ["", 14],
  ]);
  const counted = chance.isIn(0.7) ? ` ${number} ${chance.below(24) + 1}` : "";
  const movement = chance.isIn(0.4) ? `: ${chance.pick(MOVEMENTS)}` : "";
  return `${chance.pick(forms)}${counted} in ${chance.pick(keys)}${opus}${movement}`;
}
