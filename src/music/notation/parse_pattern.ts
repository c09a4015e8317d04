// A pattern: one character per step of the bar, `|` between bars. `-` holds the stroke before it,
// `.` is silence, blanks are for the eye.

import type { Pattern, Score, Stroke } from "./score.ts";
import { ticksPerBar } from "./score.ts";

/**
 * Reads a pattern whose strokes are among `symbols`.
 * @throws {SyntaxError} on another symbol, or when the steps do not share out the beats of a bar.
 */
export function parsePattern(text: string, symbols: string, meter: Score["meter"]): Pattern {
  return text.split("|").map((bar) => parseBar(bar.replaceAll(/\s/g, ""), symbols, meter));
}

function parseBar(steps: string, symbols: string, meter: Score["meter"]): Stroke[] {
  const beats = meter.numerator;
  const fits = steps.length > 0 && (steps.length % beats === 0 || beats % steps.length === 0);
  const stepTicks = ticksPerBar(meter) / steps.length;
  if (!fits || !Number.isInteger(stepTicks)) {
    throw new SyntaxError(
      `"${steps}" has ${steps.length} steps, which ${beats} beats cannot share`,
    );
  }
  const strokes: Stroke[] = [];
  for (const [index, symbol] of [...steps].entries()) {
    if (symbol === ".") continue;
    if (symbol === "-") extendLast(strokes, index * stepTicks, stepTicks);
    else if (symbols.includes(symbol)) {
      strokes.push({ startTicks: index * stepTicks, durationTicks: stepTicks, symbol });
    } else throw new SyntaxError(`Unknown stroke "${symbol}" in "${steps}"`);
  }
  return strokes;
}

function extendLast(strokes: Stroke[], atTicks: number, stepTicks: number): void {
  const last = strokes.pop();
  if (!last || last.startTicks + last.durationTicks !== atTicks) {
    throw new SyntaxError('"-" has no stroke to hold');
  }
  strokes.push({ ...last, durationTicks: last.durationTicks + stepTicks });
}
