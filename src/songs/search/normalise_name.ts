// Brings a title, an artist or a query to the form in which they are compared.

/** As long as the columns that hold the result. */
export const MAX_NORMALISED_LENGTH = 255;

// Latin letters that Unicode does not decompose into a base letter and an accent.
const FOLDED_LETTERS: ReadonlyMap<string, string> = new Map([
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["đ", "d"],
  ["ð", "d"],
  ["þ", "th"],
  ["ł", "l"],
  ["ħ", "h"],
  ["ı", "i"],
]);

/**
 * Lower case, without accents and punctuation, words parted by one space: `Für Elise!` → `fur elise`.
 * The sign of a key is a word, as F# is not F: `F# minor` → `f sharp minor`.
 * A name of symbols alone keeps them, so that no visible name becomes empty.
 */
export function normaliseName(name: string): string {
  const folded = foldLetters(name);
  const words = folded
    .replace(/(?<![\p{L}\p{N}])([a-g])[#♯]/gu, "$1 sharp ")
    .replace(/(?<![\p{L}\p{N}])([a-g])♭/gu, "$1 flat ")
    .replace(/\s*[&+]\s*/gu, " and ")
    .replace(/['’‘ʼ`´]/gu, "")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();
  const kept = words === "" || words === "and" ? folded.replace(/\s+/gu, " ").trim() : words;
  return [...kept].slice(0, MAX_NORMALISED_LENGTH).join("").trim();
}

function foldLetters(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]/gu, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/\P{ASCII}/gu, (letter) => FOLDED_LETTERS.get(letter) ?? letter);
}
