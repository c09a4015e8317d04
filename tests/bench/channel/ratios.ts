/** Round by round, as both of a round saw the same noise. */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.flatMap((value, round) => theirs[round] === undefined ? [] : [value / theirs[round]]);
}
