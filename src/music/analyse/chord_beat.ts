// How finely harmony moves in a meter.

import { type BarMeter, stepsPerBar } from "./meter.ts";

/** The steps between two places where a chord may change; they divide the bar. */
export function chordBeat(meter: BarMeter): number {
  const { numerator, denominator } = meter;
  if (denominator === 2) return 8;
  if (denominator === 4) return 4;
  if (denominator === 8 && numerator % 3 === 0) return 6;
  return denominator === 8 ? 2 : stepsPerBar(meter);
}
