// Everything that keeps something, opened in order.

import type { Config } from "../config.ts";
import type { CronSlots } from "../jobs/cron_slots.ts";
import type { FrameStore } from "../jobs/frame_store.ts";
import type { HousekeepingStore } from "../jobs/housekeeping_store.ts";
import type { JobStore } from "../jobs/job_store.ts";
import type { ObjectStore } from "../jobs/object_store.ts";
import type { Log } from "../log.ts";
import { createCachedSearch, type SearchSongs } from "../songs/search/cached_search.ts";
import type { SongStore } from "../songs/song_store.ts";
import { createCronSlots } from "../storage/postgres/cron_slots.ts";
import { type Database, openDatabase } from "../storage/postgres/database.ts";
import { gateDatabase } from "../storage/postgres/gate_database.ts";
import { createHousekeepingStore } from "../storage/postgres/housekeeping_store.ts";
import { createFrameStore, createJobStore } from "../storage/postgres/job_store.ts";
import { createSongStore } from "../storage/postgres/songs/song_store.ts";
import { openObjects } from "./open_objects.ts";
import { openShared, type Shared } from "./open_shared.ts";

export type Storage = Shared & {
  readonly database: Database;
  /** Lets the stores work once the schema is there. */
  readonly openStores: () => void;
  readonly songs: SongStore;
  readonly searchSongs: SearchSongs;
  readonly jobs: JobStore;
  readonly frames: FrameStore;
  readonly housekeeping: HousekeepingStore;
  readonly cronSlots: CronSlots;
  readonly objects: ObjectStore;
};

/** The database first: its lock is what keeps a second process from `DATA_DIR`. */
export async function openStorage(
  config: Config,
  parts: { readonly log: Log; readonly workerId: string },
  stack: AsyncDisposableStack,
): Promise<Storage> {
  const { databaseUrl, dataDir } = config.storage;
  const database = stack.use(await openDatabase({ databaseUrl, dataDir }));
  const gated = gateDatabase(database);
  const songs = createSongStore(gated);
  const shared = await openShared(config, { ...parts, database }, stack);
  return {
    database,
    openStores: gated.open,
    songs,
    searchSongs: createCachedSearch({ store: songs, cache: shared.songPages }),
    jobs: createJobStore(gated, config.jobs),
    frames: createFrameStore(gated),
    housekeeping: createHousekeepingStore(gated, config.jobs),
    cronSlots: createCronSlots(gated),
    objects: await openObjects(config.storage, stack),
    ...shared,
  };
}
