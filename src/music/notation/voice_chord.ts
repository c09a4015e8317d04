import type { ChordSymbol } from "./score.ts";

export type Voicing = readonly number[];

const LOWEST = 48;
const FIRST_MIDDLE = 58;
const LOWEST_POWER_CHORD = 40;

/** The inversion, close together below middle C, that moves least from the voicing before it. */
export function voiceChord(
  { root, intervals }: ChordSymbol,
  previous: Voicing | undefined,
): Voicing {
  if (intervals.includes(12)) return stackPowerChord(root, intervals);
  const classes = [...new Set(intervals.map((interval) => (root + interval) % 12))];
  const inversions = classes.map((_, index) =>
    stack([...classes.slice(index), ...classes.slice(0, index)])
  );
  const [best] = inversions.toSorted((left, right) =>
    movement(left, previous) - movement(right, previous)
  );
  return best ?? [];
}

/** A power chord has no inversions. */
function stackPowerChord(root: number, intervals: readonly number[]): Voicing {
  const lowest = LOWEST_POWER_CHORD + (root - LOWEST_POWER_CHORD % 12 + 12) % 12;
  return intervals.map((interval) => lowest + interval);
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
