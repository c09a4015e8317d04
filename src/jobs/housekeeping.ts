// Keeps the house: files and jobs past their time, objects nobody names, the day's numbers.
// Rows go before objects, so no row ever names what is gone; what a crash leaves is an orphan.

import type { HousekeepingStore } from "./housekeeping_store.ts";
import type { ObjectStore } from "./object_store.ts";
import type { JobLog } from "./run.ts";

export type HousekeepingDependencies = {
  readonly store: HousekeepingStore;
  readonly objects: ObjectStore;
  readonly log: JobLog;
  readonly now: () => Date;
};

const BATCH = 500;
/** A job can have thousands of frames, and a statement has 15 s. */
const JOBS_BATCH = 50;
const MAX_BATCHES = 1_000;
/** A younger object may belong to a job that has stored it and not yet named it. */
const ORPHAN_AGE_MS = 3_600_000;

/** Files past FILE_RETENTION_HOURS, and objects that no row names. */
export async function cleanFiles(
  deps: HousekeepingDependencies,
  signal: AbortSignal,
): Promise<void> {
  const expired = await inBatches(async () => {
    const keys = await deps.store.expireFiles(BATCH);
    await deleteObjects(deps.objects, keys, signal);
    return keys.length;
  }, signal);
  const orphans = await removeOrphans(deps, signal);
  deps.log.info("Files cleaned", { expired, orphans });
}

/** Jobs past JOB_RETENTION_DAYS; the day's numbers are taken before they go. */
export async function cleanJobs(
  deps: HousekeepingDependencies,
  signal: AbortSignal,
): Promise<void> {
  deps.log.info("Daily statistics", { statistics: await deps.store.statistics() });
  const pruned = await inBatches(async () => {
    const { jobs, objectKeys } = await deps.store.pruneJobs(JOBS_BATCH);
    await deleteObjects(deps.objects, objectKeys, signal);
    return jobs;
  }, signal);
  await deps.store.vacuum();
  deps.log.info("Jobs cleaned", { pruned });
}

async function removeOrphans(
  deps: HousekeepingDependencies,
  signal: AbortSignal,
): Promise<number> {
  const before = deps.now().getTime() - ORPHAN_AGE_MS;
  let removed = 0;
  let keys: string[] = [];
  const flush = async () => {
    const live = await deps.store.liveObjectKeys(keys);
    const orphans = keys.filter((key) => !live.has(key));
    keys = [];
    await deleteObjects(deps.objects, orphans, signal);
    removed += orphans.length;
  };
  for await (const object of deps.objects.list("files/", signal)) {
    if (object.modifiedAt.getTime() < before) keys.push(object.key);
    if (keys.length >= BATCH) await flush();
  }
  if (keys.length > 0) await flush();
  return removed;
}

/** Until a batch is empty; answers how many there were in all. */
async function inBatches(batch: () => Promise<number>, signal: AbortSignal): Promise<number> {
  let total = 0;
  for (let round = 0; round < MAX_BATCHES; round++) {
    signal.throwIfAborted();
    const count = await batch();
    total += count;
    if (count === 0) break;
  }
  return total;
}

async function deleteObjects(
  objects: ObjectStore,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const key of keys) await objects.delete(key, signal);
}
