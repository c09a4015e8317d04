// Keeps the house: files and jobs past their time, objects nobody names, the day's numbers.
// Rows go before objects, so no row ever names what was removed; what a crash or an outage leaves
// in the store is an orphan, which the next cleaning removes.

import { deleteObjects } from "./delete_objects.ts";
import { findLostFiles } from "./find_lost_files.ts";
import type { House } from "./house.ts";
import { removeOldPreviews } from "./remove_old_previews.ts";
import { removeOrphans } from "./remove_orphans.ts";

export type HousekeepingDependencies = House & { readonly now: () => Date };

const BATCH = 500;
/** A job can have thousands of frames, and a statement has 15 s. */
const JOBS_BATCH = 50;
const MAX_BATCHES = 1_000;
/** A younger object may belong to somebody who has stored it and not yet named it. */
const ORPHAN_AGE_MS = 3_600_000;
/** After this long a preview of a song is made anew when asked for. */
const PREVIEW_AGE_MS = 30 * 86_400_000;

/** Files past FILE_RETENTION_HOURS, objects that no row names, and files whose object is gone. */
export async function cleanFiles(
  deps: HousekeepingDependencies,
  signal: AbortSignal,
): Promise<void> {
  const expired = await inBatches(async () => {
    const keys = await deps.store.expireFiles(BATCH);
    await deleteObjects(deps, keys, signal);
    return keys.length;
  }, signal);
  const before = new Date(deps.now().getTime() - ORPHAN_AGE_MS);
  const orphans = await removeOrphans(deps, before, signal);
  const unfinished = await deps.objects.clearUnfinished(before, signal);
  const lost = await findLostFiles(deps, signal);
  deps.log.info("Files cleaned", { expired, orphans, unfinished, lost });
}

/** Jobs past JOB_RETENTION_DAYS and old previews; the day's numbers are taken before they go. */
export async function cleanJobs(
  deps: HousekeepingDependencies,
  signal: AbortSignal,
): Promise<void> {
  deps.log.info("Daily statistics", { statistics: await deps.store.statistics() });
  const pruned = await inBatches(async () => {
    const { jobs, objectKeys } = await deps.store.pruneJobs(JOBS_BATCH);
    await deleteObjects(deps, objectKeys, signal);
    return jobs;
  }, signal);
  await deps.store.vacuum();
  const before = new Date(deps.now().getTime() - PREVIEW_AGE_MS);
  const previews = await removeOldPreviews(deps, before, signal);
  deps.log.info("Jobs cleaned", { pruned, previews });
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
