// The real storage, which tells a fault of each point it reaches.

import type { HousekeepingStore } from "../../src/jobs/housekeeping_store.ts";
import type { JobStore, NewFrame } from "../../src/jobs/job_store.ts";
import type { ObjectStore } from "../../src/jobs/object_store.ts";
import { openStorage, type Storage } from "../../src/program/storage.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import { createHousekeepingStore } from "../../src/storage/postgres/housekeeping_store.ts";
import { createJobStore } from "../../src/storage/postgres/job_store.ts";
import type { Fault, Point } from "./fault.ts";

/** Opens what the product opens, with every store under the eyes of the fault. */
export function createMortalStorage({ point: chosen, strike }: Fault): typeof openStorage {
  return async (config, parts, stack) => {
    const storage = await openStorage(config, parts, stack);
    const mortal = uncommitted(storage, () => strike(chosen));
    const jobs = createJobStore(mortal, config.jobs);
    const housekeeping = createHousekeepingStore(mortal, config.jobs);
    return {
      ...storage,
      database: chosen === "before the schema is committed" ? mortal : storage.database,
      jobs: mortalJobs(storage.jobs, (point) => point === chosen ? jobs : storage.jobs, strike),
      objects: mortalObjects(storage.objects, strike),
      housekeeping: mortalHousekeeping(storage.housekeeping, {
        before: (point) => point === chosen ? housekeeping : storage.housekeeping,
        strike,
      }),
    };
  };
}

/** Strikes when all of a work is done and nothing of it committed, unless it found nothing to do. */
function uncommitted({ database }: Storage, strike: () => void): Database {
  const transaction: Database["transaction"] = (work, options) =>
    database.transaction(async (sql) => {
      const result = await work(sql);
      if (!isNothing(result)) strike();
      return result;
    }, options);
  return { ...database, transaction, query: transaction };
}

/** What a claim, a reaping or a lost fence answers; a migration answers with nothing at all. */
function isNothing(result: unknown): boolean {
  return Array.isArray(result) && result.every((part) => part === undefined);
}

function mortalJobs(
  jobs: JobStore,
  before: (point: Point) => JobStore,
  strike: Fault["strike"],
): JobStore {
  const after = async <T>(point: Point, work: Promise<T>): Promise<T> => {
    const result = await work;
    if (result !== undefined && !isNothing(result)) strike(point);
    return result;
  };
  return {
    ...jobs,
    submit: (...args) =>
      after("after a submit", before("before a submit is committed").submit(...args)),
    claim: (...args) =>
      after("after a claim", before("before a claim is committed").claim(...args)),
    append: async (fence, frames) => {
      const stored = await jobs.append(fence, frames);
      if (frames.some(isOfCall)) strike("after frames of a call are stored");
      return stored;
    },
    publishOutput: (...args) =>
      after(
        "after the MIDI is published",
        before("before the MIDI is published").publishOutput(...args),
      ),
    settle: (...args) =>
      after("after the settling commit", before("before the settling commit").settle(...args)),
    heartbeat: (...args) => {
      const beat = jobs.heartbeat(...args);
      strike("during a heartbeat");
      return after("after a heartbeat", beat);
    },
    requestCancel: (...args) =>
      after("after a cancel", before("before a cancel is committed").requestCancel(...args)),
    release: (...args) =>
      after("after a release", before("before a release is committed").release(...args)),
    reap: (...args) =>
      after("after a reaping", before("before a reaping is committed").reap(...args)),
  };
}

function isOfCall({ type }: NewFrame): boolean {
  return type === "bars";
}

function mortalObjects(objects: ObjectStore, strike: Fault["strike"]): ObjectStore {
  strikeBeforeRename(strike);
  return {
    ...objects,
    put: async (key, ...rest) => {
      await objects.put(key, ...rest);
      if (key.startsWith("songs/")) strike("after a song is stored");
      if (key.endsWith(".mid") && key.startsWith("files/")) strike("after the MIDI is stored");
      if (key.endsWith(".mp3")) strike("after the MP3 is stored");
    },
    delete: async (...args) => {
      await objects.delete(...args);
      strike("after an object is deleted");
    },
  };
}

/** The runtime's own function: an object has been written whole, and is not yet there. */
function strikeBeforeRename(strike: Fault["strike"]): void {
  const rename = Deno.rename;
  Deno.rename = (from, to) => {
    if (String(to).includes("/files/")) strike("before a file has its name");
    return rename(from, to);
  };
}

function mortalHousekeeping(
  store: HousekeepingStore,
  { before, strike }: { before: (point: Point) => HousekeepingStore; strike: Fault["strike"] },
): HousekeepingStore {
  return {
    ...store,
    expireFiles: async (limit) => {
      const keys = await store.expireFiles(limit);
      if (keys.length > 0) strike("after files are marked as deleted");
      return keys;
    },
    liveObjectKeys: async (keys) => {
      const live = await store.liveObjectKeys(keys);
      strike("after orphans are told apart");
      return live;
    },
    pruneJobs: async (limit) => {
      const pruned = await before("before old jobs are pruned").pruneJobs(limit);
      strike("after old jobs are pruned");
      return pruned;
    },
  };
}
