// The likeliest path through states where staying is free and every change costs the same.

export type PathOptions = {
  readonly states: number;
  /** How well a state fits a position; higher is better. */
  readonly fit: (position: number, state: number) => number;
  /** What it costs to be in another state at this position than at the one before. */
  readonly changeCost: (position: number, state: number) => number;
};

/** The state at each of `length` positions that gives the highest sum of fits less costs. */
export function bestPath(length: number, { states, fit, changeCost }: PathOptions): number[] {
  let scores = Float64Array.from({ length: states }, (_, state) => fit(0, state));
  const cameFrom: Uint16Array[] = [];
  for (let position = 1; position < length; position++) {
    const best = indexOfMax(scores);
    const from = new Uint16Array(states);
    const previous = scores;
    scores = previous.map((stay, state) => {
      const change = previous[best]! - changeCost(position, state);
      from[state] = change > stay ? best : state;
      return Math.max(change, stay) + fit(position, state);
    });
    cameFrom.push(from);
  }
  const path = length > 0 ? [indexOfMax(scores)] : [];
  for (const from of cameFrom.reverse()) path.push(from[path.at(-1)!]!);
  return path.reverse();
}

function indexOfMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < values.length; index++) {
    if (values[index]! > values[best]!) best = index;
  }
  return best;
}
