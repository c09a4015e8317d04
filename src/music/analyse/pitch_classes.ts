// How long each pitch class sounds, span by span.

import type { PartNote } from "./analysis.ts";

/** A longer note says no more about harmony. */
export const MAX_COUNTED_STEPS = 32;

export type Spans = { readonly count: number; readonly stepsPerSpan: number };

/** For each span twelve numbers, C first: the steps that the pitch class sounds in it. */
export function pitchClassSteps(
  notes: readonly PartNote[],
  { count, stepsPerSpan }: Spans,
): Float64Array {
  const sounding = new Float64Array(count * 12);
  for (const { startStep, steps, pitch } of notes) {
    const end = Math.min(startStep + Math.min(steps, MAX_COUNTED_STEPS), count * stepsPerSpan);
    for (let step = startStep; step < end;) {
      const span = Math.floor(step / stepsPerSpan);
      const next = Math.min(end, (span + 1) * stepsPerSpan);
      sounding[span * 12 + pitch % 12]! += next - step;
      step = next;
    }
  }
  return sounding;
}
