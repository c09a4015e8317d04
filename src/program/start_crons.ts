// Registers housekeeping with Deno.cron. A failure is logged by the cron itself, not retried.

import { catchUp, type Cron, type CronDependencies, runSlot } from "../jobs/crons.ts";
import { cleanFiles, cleanJobs, type HousekeepingDependencies } from "../jobs/housekeeping.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function cronsOf(house: HousekeepingDependencies): Cron[] {
  return [
    {
      name: "clean-files",
      schedule: "10 * * * *",
      periodMs: HOUR_MS,
      offsetMs: HOUR_MS / 6,
      run: (signal) => cleanFiles(house, signal),
    },
    {
      name: "clean-jobs",
      schedule: "30 3 * * *",
      periodMs: DAY_MS,
      offsetMs: 3.5 * HOUR_MS,
      run: (signal) => cleanJobs(house, signal),
    },
  ];
}

/** Catches up what was missed while down, then runs each slot in its time, until the signal. */
export async function startCrons(
  crons: readonly Cron[],
  deps: CronDependencies,
  signal: AbortSignal,
): Promise<void> {
  for (const cron of crons) {
    void Deno.cron(
      cron.name,
      cron.schedule,
      { signal, backoffSchedule: [] },
      () => runSlot(cron, deps, signal),
    );
  }
  await catchUp(crons, deps, signal);
}
