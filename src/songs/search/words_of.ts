// Parts a text into the words that searches go by. Scripts that put no space between words are
// parted into pairs of letters, each pair a word: `さくら` → `さく`, `くら`.

/** Of a title, an artist or a query; what comes after them is not searched for. */
export const MAX_WORDS = 24;
/** In characters; a longer word is found by its beginning. */
export const MAX_WORD_LENGTH = 40;

const UNSPACED =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}ー]+/gu;
const ANY_UNSPACED = new RegExp(UNSPACED, "u");

/** The words of a normalised text, in order. */
export function wordsOf(text: string): string[] {
  const words = text.split(" ", MAX_WORDS).filter((word) => word !== "");
  if (!ANY_UNSPACED.test(text)) return words.map(shorten);
  return words.flatMap(partUnspaced).slice(0, MAX_WORDS).map(shorten);
}

function shorten(word: string): string {
  return word.length <= MAX_WORD_LENGTH ? word : [...word].slice(0, MAX_WORD_LENGTH).join("");
}

function partUnspaced(word: string): string[] {
  return word.replace(UNSPACED, (run) => ` ${pairsOf(run).join(" ")} `).trim().split(/ +/);
}

function pairsOf(run: string): string[] {
  const letters = [...run];
  if (letters.length < 3) return [run];
  return letters.slice(1).map((letter, index) => letters[index]! + letter);
}
