import { parseChord } from "./parse_chord.ts";
import type { Bar } from "./read_blocks.ts";
import type { ScoreChord } from "./score.ts";
import { atLine } from "./score_error.ts";

/**
 * Chords in turn; those of one bar share it equally, and `.` gives its share to the one before.
 * @throws {SyntaxError} with the line on an unknown symbol.
 */
export function parseChordBars(bars: readonly Bar[], barTicks: number): ScoreChord[] {
  return bars.flatMap(({ text, line }, index) =>
    atLine(line, () => parseBar(text, index * barTicks, barTicks))
  );
}

function parseBar(text: string, fromTicks: number, barTicks: number): ScoreChord[] {
  const symbols = text.split(/\s+/);
  const durationTicks = barTicks / symbols.length;
  if (!Number.isInteger(durationTicks)) throw new SyntaxError(`Too many chords in "${text}"`);
  const chords: ScoreChord[] = [];
  for (const [index, symbol] of symbols.entries()) {
    const last = chords.at(-1);
    if (symbol === "." && last) {
      chords[chords.length - 1] = { ...last, durationTicks: last.durationTicks + durationTicks };
    } else {
      const startTicks = fromTicks + index * durationTicks;
      chords.push({ ...parseChord(symbol), startTicks, durationTicks });
    }
  }
  return chords;
}
