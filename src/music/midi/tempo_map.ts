// From ticks to seconds, along the tempos of a piece.

import type { Tempo } from "./piece.ts";

type Stretch = {
  readonly startTicks: number;
  readonly startSeconds: number;
  readonly secondsPerTick: number;
};

/** Gives the function that tells at which second a tick stands; `tempos` are sorted and start at tick 0. */
export function secondsAt(
  tempos: readonly Tempo[],
  ticksPerQuarter: number,
): (ticks: number) => number {
  const stretches: Stretch[] = [];
  for (const { startTicks, microsecondsPerQuarter } of tempos) {
    const secondsPerTick = microsecondsPerQuarter / 1e6 / ticksPerQuarter;
    stretches.push({
      startTicks,
      startSeconds: along(stretches.at(-1), startTicks),
      secondsPerTick,
    });
  }
  return (ticks) => along(stretches[lastIndexAtOrBefore(stretches, ticks)], ticks);
}

function along(stretch: Stretch | undefined, ticks: number): number {
  if (!stretch) return 0;
  return stretch.startSeconds + (ticks - stretch.startTicks) * stretch.secondsPerTick;
}

function lastIndexAtOrBefore(stretches: readonly Stretch[], ticks: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (stretches[middle]!.startTicks <= ticks) low = middle;
    else high = middle - 1;
  }
  return low;
}
