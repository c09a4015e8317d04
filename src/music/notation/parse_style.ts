// A style or a fill: one-bar patterns for bass, chords, pad and drums.

import { findDrum } from "./general_midi.ts";
import { parsePattern } from "./parse_pattern.ts";
import type { Block, Entry } from "./read_blocks.ts";
import type { Pattern, Score, ScoreStyle } from "./score.ts";
import { atLine, scoreError } from "./score_error.ts";

/** Degrees of the chord, 8 is the octave; `>` leads into the next root. */
const BASS_SYMBOLS = "12345678>";
/** All notes, accented, soft; or one note of the chord, counted from below. */
const CHORD_SYMBOLS = "xXo1234567";
const DRUM_SYMBOLS = "xXo";

/** @throws {SyntaxError} with the line on an unknown drum or a pattern that does not fit a bar. */
export function parseStyle(block: Block, meter: Score["meter"]): ScoreStyle {
  const seen = new Set<string>();
  const drums: ScoreStyle["drums"][number][] = [];
  const pitched: { bass?: Pattern; chords?: Pattern; pad?: Pattern } = {};
  for (const entry of block.entries) {
    if (seen.has(entry.keyword)) throw scoreError(entry.line, `A second "${entry.keyword}"`);
    seen.add(entry.keyword);
    const read = (symbols: string) =>
      atLine(entry.line, () => parsePattern(entry.value, symbols, meter));
    if (entry.keyword === "bass") pitched.bass = read(BASS_SYMBOLS);
    else if (entry.keyword === "chords") pitched.chords = read(CHORD_SYMBOLS);
    else if (entry.keyword === "pad") pitched.pad = read(CHORD_SYMBOLS);
    else drums.push({ pitch: drumOf(entry), pattern: read(DRUM_SYMBOLS) });
  }
  return { ...pitched, drums };
}

function drumOf({ keyword, line }: Entry): number {
  const pitch = findDrum(keyword);
  if (pitch === undefined) throw scoreError(line, `Unknown part or drum "${keyword}"`);
  return pitch;
}
