// What a fit is worth: how often the first song was the right one when it fitted so, among 1,500
// names of songs of a million, corrupted in 23 ways, and of songs that are not there
// (`deno task bench:songs`; tests/bench/songs/queries.tsv).

const SHARES: readonly (readonly [fit: number, share: number])[] = [
  [0, 0],
  [0.35, 0.01],
  [0.45, 0.03],
  [0.55, 0.07],
  [0.65, 0.3],
  [0.75, 0.62],
  [0.85, 0.95],
  [0.95, 0.99],
  [0.99, 0.998],
  [1, 1],
];

/** A fit of `createSongScorer` as a chance of 0–1, in the same order. */
export function calibrateScore(fit: number): number {
  const next = SHARES.findIndex(([known]) => known >= fit);
  const [highFit, highShare] = SHARES[next]!;
  const [lowFit, lowShare] = SHARES[next - 1] ?? [0, 0];
  if (highFit === fit) return highShare;
  return lowShare + (highShare - lowShare) * (fit - lowFit) / (highFit - lowFit);
}
