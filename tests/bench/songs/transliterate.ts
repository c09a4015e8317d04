// Cyrillic and Greek in Latin letters, as on road signs: BGN/PCGN 1947 in its plain form for
// Russian, ELOT 743 (ISO 843) for Greek.

const RUSSIAN: Readonly<Record<string, string>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  е: "e",
  ё: "yo",
  ж: "zh",
  з: "z",
  и: "i",
  й: "y",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "shch",
  ъ: "",
  ы: "y",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
};
const GREEK: Readonly<Record<string, string>> = {
  α: "a",
  β: "v",
  γ: "g",
  δ: "d",
  ε: "e",
  ζ: "z",
  η: "i",
  θ: "th",
  ι: "i",
  κ: "k",
  λ: "l",
  μ: "m",
  ν: "n",
  ξ: "x",
  ο: "o",
  π: "p",
  ρ: "r",
  σ: "s",
  ς: "s",
  τ: "t",
  υ: "y",
  φ: "f",
  χ: "ch",
  ψ: "ps",
  ω: "o",
};
const LATIN: ReadonlyMap<string, string> = new Map([
  ...Object.entries(RUSSIAN),
  ...Object.entries(GREEK),
]);

/** Text in lower case; letters that are neither stay. */
export function transliterate(text: string): string {
  return text.normalize("NFD").replace(/(?!\u0306|\u0308)\p{M}/gu, "").normalize("NFC")
    .replace(/ο[υύ]/g, "ou").replace(/μπ/g, "b").replace(/γγ/g, "ng")
    .replace(/\P{ASCII}/gu, (letter) => LATIN.get(letter) ?? LATIN.get(plain(letter)) ?? letter);
}

function plain(letter: string): string {
  return letter.normalize("NFD").charAt(0);
}
