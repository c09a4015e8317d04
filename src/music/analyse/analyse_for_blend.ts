import type { Piece } from "../midi/piece.ts";
import { analyse } from "./analyse.ts";
import type { Analysis } from "./analysis.ts";
import { outerLines } from "./outer_lines.ts";

/**
 * What the composer needs of a song: its analysis, and every line that must not be quoted.
 * @throws {RangeError} when the piece has no notes.
 */
export function analyseForBlend(piece: Piece): Analysis {
  return { ...analyse(piece), lines: outerLines(piece) };
}
