// What housekeeping works on.

import type { HousekeepingStore } from "./housekeeping_store.ts";
import type { ObjectStore } from "./object_store.ts";
import type { JobLog } from "./run.ts";

export type House = {
  readonly store: HousekeepingStore;
  readonly objects: ObjectStore;
  readonly log: JobLog;
};
