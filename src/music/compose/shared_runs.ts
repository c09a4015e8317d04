// The audit of originality: how much of a line stands in another, counted without the guard that
// kept it from copying.

import { isRepeat, type LineToken, type Sounding, tokensOf } from "./line_tokens.ts";

/** Tokens of the longest run that a line shares with any of the others, runs of one pitch aside. */
export function longestSharedRun(
  line: readonly Sounding[],
  others: readonly (readonly Sounding[])[],
): number {
  const ours = tokensOf(line);
  const theirs = others.map(tokensOf);
  for (let length = 1;; length++) {
    const known = new Set(theirs.flatMap((tokens) => runsOf(tokens, length)));
    // A part of a shared run is shared, so the first length without any is one too many.
    if (!runsOf(ours, length).some((run) => known.has(run))) return length - 1;
  }
}

function runsOf(tokens: readonly LineToken[], length: number): string[] {
  const runs: string[] = [];
  for (let start = 0; start + length <= tokens.length; start++) {
    const run = tokens.slice(start, start + length);
    if (!run.every(isRepeat)) runs.push(run.join());
  }
  return runs;
}
