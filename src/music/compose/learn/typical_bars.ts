// Which bars of a song stand for it: those whose notes start where its notes often do.

type Started = { readonly step: number };

/** A start in fewer than half this share of the bars counts against its bar. */
const RARE = 0.7;

/** How typical each bar is of all, the higher the more; steps count from the start of the bar. */
export function rateBars(bars: readonly (readonly Started[])[], stepsPerBar: number): number[] {
  const chances = new Array<number>(stepsPerBar).fill(0);
  for (const { step } of bars.flat()) chances[step]! += 1 / bars.length;
  return bars.map((bar) => bar.reduce((sum, { step }) => sum + 2 * chances[step]! - RARE, 0));
}

/** How likely a bar is to be drawn beside the most typical one, 0 to 1. */
export function likelihood(rating: number, best: number, eagerness: number): number {
  return Math.exp(eagerness * (rating - best) / (Math.abs(best) + 1));
}
