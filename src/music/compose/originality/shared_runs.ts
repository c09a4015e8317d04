// The audit of originality: how much of a line stands in another, counted without the guard that
// kept it from copying.

import { isRepeat, type LineToken, type Sounding, tokensOf } from "./line_tokens.ts";

/** Tokens of the longest run that a line shares with any of the others, runs of one pitch aside. */
export function longestSharedRun(
  line: readonly Sounding[],
  others: readonly (readonly Sounding[])[],
): number {
  const theirs = others.flatMap((other) => [...tokensOf(other), BORDER]);
  const places = placesOf(theirs);
  // The run that ends at each place of theirs, and the token of ours it was found with.
  const runs = new Uint32Array(theirs.length);
  const foundAt = new Int32Array(theirs.length).fill(-2);
  let longest = 0;
  let repeats = 0;
  tokensOf(line).forEach((token, i) => {
    repeats = isRepeat(token) ? repeats + 1 : 0;
    for (const place of places.get(token) ?? []) {
      const run = foundAt[place - 1] === i - 1 ? runs[place - 1]! + 1 : 1;
      runs[place] = run;
      foundAt[place] = i;
      if (run > repeats) longest = Math.max(longest, run);
    }
  });
  return longest;
}

const BORDER: LineToken = NaN;

/** Where each token stands, the last place first, so that no run is overwritten before it is read. */
function placesOf(tokens: readonly LineToken[]): Map<LineToken, number[]> {
  const places = new Map<LineToken, number[]>();
  for (let place = tokens.length - 1; place >= 0; place--) {
    const known = places.get(tokens[place]!);
    if (known) known.push(place);
    else places.set(tokens[place]!, [place]);
  }
  return places;
}
