// Removes objects that no row names: a process died between the object and its row, or between
// the end of the row and that of the object. Only what bears a name of ours is touched.

import { deleteObjects } from "./delete_objects.ts";
import type { House } from "./house.ts";

const BATCH = 500;
const UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/** Results, songs of the catalogue, and what a check of the store has left behind. */
const OURS: Readonly<Record<string, RegExp>> = {
  "files/": /^files\/./,
  "songs/": new RegExp(`^songs/(${UUID}|[0-9a-f]{64})\\.mid$`),
  "probes/": new RegExp(`^probes/${UUID}$`),
};

/** Answers how many there were. Younger ones may yet be named and are left alone. */
export async function removeOrphans(
  house: House,
  before: Date,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (const [prefix, pattern] of Object.entries(OURS)) {
    for await (const keys of oldKeys(house, { prefix, pattern, before }, signal)) {
      const live = await house.store.liveObjectKeys(keys);
      removed += await deleteObjects(house, keys.filter((key) => !live.has(key)), signal);
    }
  }
  return removed;
}

async function* oldKeys(
  { objects }: House,
  which: { readonly prefix: string; readonly pattern: RegExp; readonly before: Date },
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  let keys: string[] = [];
  for await (const { key, modifiedAt } of objects.list(which.prefix, signal)) {
    if (modifiedAt < which.before && which.pattern.test(key)) keys.push(key);
    if (keys.length < BATCH) continue;
    yield keys;
    keys = [];
  }
  if (keys.length > 0) yield keys;
}
