import type { ChordSymbol } from "./score.ts";

export type Voicing = readonly number[];

const LOWEST = 53;
const FIRST_MIDDLE = 62;

/** The inversion, close together around middle C, that moves least from the voicing before it. */
export function voiceChord(
  { root, intervals }: ChordSymbol,
  previous: Voicing | undefined,
): Voicing {
  const classes = [...new Set(intervals.map((interval) => (root + interval) % 12))];
  const inversions = classes.map((_, index) =>
    stack([...classes.slice(index), ...classes.slice(0, index)])
  );
  // A power chord has no inversions.
  if (intervals.includes(12)) return intervals.map((interval) => stack([root])[0]! - 12 + interval);
  const [best] = inversions.toSorted((left, right) =>
    movement(left, previous) - movement(right, previous)
  );
  return best ?? [];
}

function stack(classes: readonly number[]): Voicing {
  let pitch = LOWEST - 1;
  return classes.map((pitchClass) => pitch += 1 + (pitchClass - pitch - 1 + 132) % 12);
}

function movement(voicing: Voicing, previous: Voicing | undefined): number {
  if (!previous) return Math.abs(voicing[0]! + voicing.at(-1)! - 2 * FIRST_MIDDLE);
  const steps = voicing.map((pitch, index) =>
    Math.abs(pitch - (previous[index] ?? previous.at(-1)!))
  );
  return steps.reduce((sum, step) => sum + step, 0);
}
