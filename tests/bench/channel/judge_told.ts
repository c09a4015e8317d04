import type { Told } from "./storm_process.ts";

export type Verdict = { readonly missing: number; readonly repeated: number };

/** What watchers were told beside the log of stored frames, by job. */
export function judgeTold(
  told: readonly Told[],
  log: ReadonlyMap<string, readonly number[]>,
): Verdict {
  let missing = 0;
  let repeated = 0;
  for (const { jobId, seqs } of told) {
    const unique = new Set(seqs);
    repeated += seqs.length - unique.size;
    missing += (log.get(jobId) ?? []).filter((seq) => !unique.has(seq)).length;
  }
  return { missing, repeated };
}
