// Runs each slot of each cron once, however many processes share the database, and catches up
// the last slot that was missed while none was up.

import type { CronSlots } from "./cron_slots.ts";
import type { JobLog } from "./run.ts";

export type Cron = {
  readonly name: string;
  /** Five fields, UTC. It must fire at the multiples of `periodMs` plus `offsetMs`. */
  readonly schedule: string;
  readonly periodMs: number;
  readonly offsetMs: number;
  readonly run: (signal: AbortSignal) => Promise<void>;
};

export type CronDependencies = {
  readonly slots: CronSlots;
  readonly log: JobLog;
  readonly workerId: string;
  readonly now: () => Date;
};

/** A handler that never settles would stop its cron for good. */
const TIMEOUT_MS = 5 * 60_000;

/** The start of the period that `now` is in. */
export function slotOf({ periodMs, offsetMs }: Cron, now: Date): Date {
  return new Date(Math.floor((now.getTime() - offsetMs) / periodMs) * periodMs + offsetMs);
}

/** Runs the current slot unless some process has done so. Never throws. */
export async function runSlot(
  cron: Cron,
  deps: CronDependencies,
  signal: AbortSignal,
): Promise<void> {
  const slot = slotOf(cron, deps.now());
  try {
    if (!(await deps.slots.claim(cron.name, slot, deps.workerId))) return;
    await cron.run(AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]));
    await deps.slots.done(cron.name, slot);
  } catch (error) {
    // A stop is no failure: whoever starts next runs the slot.
    if (signal.aborted) return await deps.slots.release(cron.name, slot).catch(() => {});
    deps.log.warn("A cron failed", { cron: cron.name, error: String(error) });
  }
}

/** At start: a slot that passed while no process was up runs now, once. */
export async function catchUp(
  crons: readonly Cron[],
  deps: CronDependencies,
  signal: AbortSignal,
): Promise<void> {
  for (const cron of crons) {
    if (signal.aborted) return;
    const last = await deps.slots.lastDone(cron.name);
    if (last === undefined || last < slotOf(cron, deps.now())) await runSlot(cron, deps, signal);
  }
}
