import type { Key } from "./analysis.ts";

/**
 * The key that a name such as `F# minor`, `Db major` or `D# major` means, however it is spelt.
 * @throws {SyntaxError} when the name means none.
 */
export function parseKeyName(name: string): Key {
  const [, letter, accidental, mode] = /^([A-G])([#b]?) (major|minor)$/.exec(name) ?? [];
  if (!letter) throw new SyntaxError(`This is the name of no key: "${name}"`);
  const tonic = (NATURALS[letter]! + ACCIDENTALS[accidental!]! + 12) % 12;
  return { tonic, mode: mode as Key["mode"] };
}

const NATURALS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const ACCIDENTALS: Readonly<Record<string, number>> = { "": 0, "#": 1, b: -1 };
