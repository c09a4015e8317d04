// One slip of the fingers on a keyboard: a letter beside the right one, a letter left out, a letter
// twice, two letters in each other's place. The first letter of a word is hit wrong less often
// than the others (Yannakoudakis and Fawthrop 1983), so that it is spared two times out of three.

import type { Chance } from "./chance.ts";

const KEYBOARDS = [
  ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
  ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"],
  ["ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ"],
  ["1234567890"],
] as const;

const NEIGHBOURS = new Map(
  KEYBOARDS.flatMap((rows) =>
    rows.flatMap((row, line) =>
      [...row].map((letter, place) =>
        [
          letter,
          [
            row[place - 1],
            row[place + 1],
            rows[line - 1]?.[place],
            rows[line - 1]?.[place + 1],
            rows[line + 1]?.[place - 1],
            rows[line + 1]?.[place],
          ]
            .filter((neighbour) => neighbour !== undefined),
        ] as const
      )
    )
  ),
);

/** In a shorter word one letter makes another word, which nobody could tell from the right one. */
const MIN_LENGTH = 4;
const SPARED_FIRST_LETTERS = 2 / 3;

const SLIPS = [[replace, 38], [omit, 28], [double, 14], [transpose, 20]] as const;

/** Whether its letters are typed one by one on one of our keyboards. */
export function canMistype(word: string): boolean {
  const letters = [...plain(word)];
  return letters.length >= MIN_LENGTH && letters.every((letter) => NEIGHBOURS.has(letter)) &&
    !/\p{N}/u.test(word);
}

/** `word` with one slip, which always changes it. */
export function mistype(word: string, chance: Chance): string {
  const letters = [...word];
  const from = chance.isIn(SPARED_FIRST_LETTERS) ? 1 : 0;
  const place = from + chance.below(letters.length - from);
  const typed = chance.weigh(SLIPS)(letters, place, chance).join("");
  return typed === word ? mistype(word, chance) : typed;
}

function replace(letters: readonly string[], place: number, chance: Chance): string[] {
  return letters.with(place, chance.pick(NEIGHBOURS.get(plain(letters[place]!)) ?? ["x"]));
}

function omit(letters: readonly string[], place: number): string[] {
  return letters.toSpliced(place, 1);
}

function double(letters: readonly string[], place: number): string[] {
  return letters.toSpliced(place, 0, letters[place]!.toLowerCase());
}

/** With the letter before it, unless there is none. */
function transpose(letters: readonly string[], place: number): string[] {
  const second = Math.max(1, place);
  return letters.toSpliced(second - 1, 2, letters[second]!, letters[second - 1]!);
}

/** Without accents, which are no keys of their own. */
function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/(?!\u0306)\p{M}/gu, "").normalize("NFC");
}
