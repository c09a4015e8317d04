// The likeliest path through states where staying is free and a change costs the same from anywhere.

export type PathOptions = {
  /** For each position how well every state fits it; higher is better. */
  readonly fits: readonly ArrayLike<number>[];
  /** What it costs to be in each state when it is another than at the position before. */
  readonly changeCosts: (position: number) => ArrayLike<number>;
};

/** The state at each position that gives the highest sum of fits less costs. */
export function bestPath({ fits, changeCosts }: PathOptions): number[] {
  if (fits.length === 0) return [];
  const states = fits[0]!.length;
  const scores = Float64Array.from(fits[0]!);
  // Who changes comes from the best state of the position before, so a bit and that state say it all.
  const bests = new Uint16Array(fits.length);
  const hasChanged = new Uint8Array(fits.length * states);
  for (let position = 1; position < fits.length; position++) {
    const fit = fits[position]!;
    const costs = changeCosts(position);
    const best = indexOfMax(scores);
    const bestScore = scores[best]!;
    bests[position] = best;
    for (let state = 0; state < states; state++) {
      const change = bestScore - costs[state]!;
      const isChange = change > scores[state]!;
      if (isChange) hasChanged[position * states + state] = 1;
      scores[state] = (isChange ? change : scores[state]!) + fit[state]!;
    }
  }
  const path = new Array<number>(fits.length);
  let state = indexOfMax(scores);
  for (let position = fits.length - 1; position >= 0; position--) {
    path[position] = state;
    if (hasChanged[position * states + state] === 1) state = bests[position]!;
  }
  return path;
}

function indexOfMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if (values[index]! > values[best]!) best = index;
  }
  return best;
}
