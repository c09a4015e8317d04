import { codeOf } from "./code_of.ts";
import type { ClaimedJob, ClaimLimits } from "./job_store.ts";
import type { RunDependencies } from "./run.ts";

/** What a store without caps takes together is one statement there. */
export const MAX_CLAIMS_AT_ONCE = 10;

/** Jobs for at most `free` workers; fewer than were asked for when no more are ready. */
export async function claimJobs(
  { store, log }: Pick<RunDependencies, "store" | "log">,
  limits: ClaimLimits,
  free: number,
): Promise<{ readonly claimed: ClaimedJob[]; readonly areMore: boolean }> {
  // Under a cap claims take turns at a lock, each in a transaction of its own.
  const count = isCapped(limits) ? 1 : Math.min(free, MAX_CLAIMS_AT_ONCE);
  const answers = await Promise.allSettled(
    Array.from({ length: count }, () => store.claim(limits)),
  );
  const failure = answers.find((answer) => answer.status === "rejected");
  if (failure) log.warn("Cannot claim jobs", { error: codeOf(failure.reason) });
  const claimed = answers.flatMap((answer) =>
    answer.status === "fulfilled" && answer.value ? [answer.value] : []
  );
  return { claimed, areMore: claimed.length === count };
}

/** Whether claims under these limits have to be counted. */
export function isCapped({ maxRunning, maxRunningPerClient }: ClaimLimits): boolean {
  return maxRunning !== undefined || maxRunningPerClient !== undefined;
}
