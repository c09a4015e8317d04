import { cpuMsOf } from "./process_usage.ts";

/** Each process's share of one core, from now until it is asked. */
export function startCpuShares<Pids extends readonly number[]>(
  ...pids: Pids
): () => { [Index in keyof Pids]: number } {
  const startMs = performance.now();
  const usedMs = pids.map(cpuMsOf);
  return () => {
    const tookMs = performance.now() - startMs;
    const shares = pids.map((pid, index) => (cpuMsOf(pid) - usedMs[index]!) / tookMs);
    return shares as { [Index in keyof Pids]: number };
  };
}
