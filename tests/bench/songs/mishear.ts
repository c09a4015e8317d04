// Spells a word as somebody does who has only heard it: the same sound in other letters.

import type { Chance } from "./chance.ts";

/** Spellings that sound alike, most of them in English; each goes one way. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/ph/, "f"],
  [/f(?=[aeiou])/, "ph"],
  [/ck\b/, "k"],
  [/ck/, "k"],
  [/k(?=[aou])/, "c"],
  [/c(?=[aourl])/, "k"],
  [/c(?=[ei])/, "s"],
  [/qu/, "kw"],
  [/x/, "ks"],
  [/ie\b/, "y"],
  [/y\b/, "ie"],
  [/(?<=[a-z])y(?=[a-z])/, "i"],
  [/ee/, "ea"],
  [/ea/, "ee"],
  [/ai/, "ay"],
  [/ou/, "ow"],
  [/ow/, "ou"],
  [/oo/, "u"],
  [/([lmnrst])\1/, "$1"],
  [/(?<=[aeiou])([lmnrst])(?=[aeiou])/, "$1$1"],
  [/(?<=[^aeiou])e\b/, ""],
  [/\bkn/, "n"],
  [/\bwr/, "r"],
  [/\bwh/, "w"],
  [/gh(?=t)/, ""],
  [/mb\b/, "m"],
  [/(?<=[aeiou])s(?=[aeiou])/, "z"],
  [/z/, "s"],
  [/th/, "t"],
  [/sch/, "sh"],
  [/tion/, "shun"],
  [/j/, "g"],
  [/v/, "w"],
  [/er\b/, "or"],
  [/ei/, "ie"],
];
const MIN_LENGTH = 5;

export function canMishear(word: string): boolean {
  return word.length >= MIN_LENGTH && /^[a-z]+$/.test(word) &&
    SOUNDS.some(([sound]) => sound.test(word));
}

/** `word`, in lower case and of Latin letters, with one or two sounds spelt in another way. */
export function mishear(word: string, chance: Chance): string {
  const first = respell(word, chance);
  const second = chance.isIn(0.35) && canMishear(first) ? respell(first, chance) : first;
  return second === word ? first : second;
}

function respell(word: string, chance: Chance): string {
  const [sound, spelling] = chance.pick(SOUNDS.filter(([sound]) => sound.test(word)));
  return word.replace(sound, spelling);
}
