import type { Told } from "./storm_process.ts";

export type Verdict = {
  readonly missing: number;
  readonly repeated: number;
  /** Frames told after a later one. */
  readonly disordered: number;
};

/** What watchers were told beside the log of stored frames, by job. */
export function judgeTold(
  told: readonly Told[],
  log: ReadonlyMap<string, readonly number[]>,
): Verdict {
  const verdict = { missing: 0, repeated: 0, disordered: 0 };
  for (const { jobId, seqs } of told) {
    const unique = new Set(seqs);
    verdict.missing += (log.get(jobId) ?? []).filter((seq) => !unique.has(seq)).length;
    verdict.repeated += seqs.length - unique.size;
    verdict.disordered += seqs.filter((seq, index) => index > 0 && seq < seqs[index - 1]!).length;
  }
  return verdict;
}
