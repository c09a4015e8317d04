// The end of the piece: everybody meets on the tonic and lets it ring, with silence after it.

import type { Tone } from "../tone.ts";

export type Ending = {
  /** Step of the section where the last chord starts. */
  readonly step: number;
  /** How long it sounds. */
  readonly steps: number;
};

/** Seconds of silence in which the last chord decays. */
const TAIL_SECONDS = 1;
const MAX_TAIL_SHARE = 0.4;
/** The last chord has at least this long, tail included, or takes a second bar. */
const FINAL_SECONDS = 2.4;
const MIN_BARS_FOR_TWO = 12;

/** How many bars the last chord takes. */
export function finalBars(bars: number, secondsPerBar: number): number {
  return secondsPerBar < FINAL_SECONDS && bars >= MIN_BARS_FOR_TWO ? 2 : 1;
}

/** Where the last chord of a last section of `bars` bars starts, and how long it sounds. */
export function planEnding(
  bars: number,
  last: number,
  { stepsPerBar, secondsPerBar }: { stepsPerBar: number; secondsPerBar: number },
): Ending {
  const seconds = last * secondsPerBar;
  const tail = Math.min(TAIL_SECONDS, seconds * MAX_TAIL_SHARE);
  const steps = Math.max(1, Math.floor(last * stepsPerBar * (1 - tail / seconds)));
  return { step: (bars - last) * stepsPerBar, steps };
}

/** Cuts a part before the last chord and lets it hold the tones of `last`. */
export function endPart(tones: readonly Tone[], ending: Ending, last: readonly Tone[]): Tone[] {
  const before = tones.filter(({ step }) => step < ending.step)
    .map((tone) => ({ ...tone, steps: Math.min(tone.steps, ending.step - tone.step) }));
  return [...before, ...last.map((tone) => ({ ...tone, step: ending.step, steps: ending.steps }))];
}
