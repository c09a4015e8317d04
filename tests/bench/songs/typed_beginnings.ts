import { comparedWords } from "./compared_name.ts";

const MIN_LETTERS = 2;

/**
 * What a page asks for while names are typed, letter by letter, several people at once. Each
 * beginning comes once: the first letters of names are few, and would all be cached.
 */
export function typedBeginnings(names: readonly string[], most: number): string[] {
  const seen = new Set<string>();
  const typists = names.map((name) => {
    const letters = [...name.toLowerCase()];
    return letters.map((_, index) => letters.slice(0, index + 1).join("").trim())
      .filter((beginning) => comparedWords(beginning).join("").length >= MIN_LETTERS);
  });
  const AT_ONCE = 5;
  const beginnings: string[] = [];
  for (let first = 0; first < typists.length && beginnings.length < most; first += AT_ONCE) {
    const group = typists.slice(first, first + AT_ONCE);
    const longest = Math.max(...group.map(({ length }) => length));
    for (let letter = 0; letter < longest; letter++) {
      for (const typed of group) {
        const beginning = typed[letter];
        if (beginning === undefined || seen.has(beginning)) continue;
        seen.add(beginning);
        beginnings.push(beginning);
      }
    }
  }
  return beginnings.slice(0, most);
}
