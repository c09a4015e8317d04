// Chord symbols: `Am`, `F#m7b5`, `C/E`, `N` for none.

import { parsePitchClass } from "./parse_key.ts";
import type { ChordSymbol } from "./score.ts";

const INTERVALS: ReadonlyMap<string, readonly number[]> = new Map([
  ["", [0, 4, 7]],
  ["m", [0, 3, 7]],
  ["5", [0, 7, 12]],
  ["6", [0, 4, 7, 9]],
  ["m6", [0, 3, 7, 9]],
  ["7", [0, 4, 7, 10]],
  ["maj7", [0, 4, 7, 11]],
  ["m7", [0, 3, 7, 10]],
  ["9", [0, 4, 10, 14]],
  ["dim", [0, 3, 6]],
  ["dim7", [0, 3, 6, 9]],
  ["m7b5", [0, 3, 6, 10]],
  ["aug", [0, 4, 8]],
  ["sus2", [0, 2, 7]],
  ["sus4", [0, 5, 7]],
  ["7sus4", [0, 5, 7, 10]],
]);

/** @throws {SyntaxError} on a symbol that is not in the table. */
export function parseChord(symbol: string): ChordSymbol {
  if (symbol === "N") return { root: 0, bass: 0, intervals: [] };
  const [, root, quality, bass] = /^([A-G][#b]?)([^/]*)(?:\/([A-G][#b]?))?$/.exec(symbol) ?? [];
  const intervals = INTERVALS.get(quality ?? "");
  if (!root || !intervals) throw new SyntaxError(`Unknown chord "${symbol}"`);
  return { root: parsePitchClass(root), bass: parsePitchClass(bass ?? root), intervals };
}
