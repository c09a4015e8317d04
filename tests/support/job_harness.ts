// The jobs room on an embedded database, with a scripted ML service and everything else real.

import type { Envelope } from "../../src/jobs/fanout.ts";
import { createLocalFanout } from "../../src/jobs/fanout.ts";
import { createEtaEstimator } from "../../src/jobs/eta.ts";
import { NO_HINTS } from "../../src/jobs/hints.ts";
import { type Job, TERMINAL_STATUSES } from "../../src/jobs/job.ts";
import type { JobStore } from "../../src/jobs/job_store.ts";
import type { Options } from "../../src/jobs/options.ts";
import type { RunDependencies } from "../../src/jobs/run.ts";
import { WorkerPool, type WorkerPoolOptions } from "../../src/jobs/worker_pool.ts";
import { createFrameStore, createJobStore } from "../../src/storage/postgres/job_store.ts";
import { openEmbeddedTestDatabase } from "./database.ts";
import { MemoryObjectStore } from "./memory_object_store.ts";
import { newJob } from "./new_job.ts";
import type { ScriptedMl } from "./scripted_ml.ts";

const RETENTION = { jobRetentionDays: 7, fileRetentionHours: 24 };
const TIMEOUT_MS = 20_000;

/** As the scripted MIDI is said to have them: the second one is silent. */
export const SCRIPTED_TRACKS = [{ index: 0, name: "Melody" }, { index: 2, name: "Bass" }] as const;

export type JobHarness = Awaited<ReturnType<typeof openJobHarness>>;

/** Songs are stored under their ids; frames seen by the fan-out are kept in order. */
export async function openJobHarness(ml: ScriptedMl) {
  const database = await openEmbeddedTestDatabase();
  const store = createJobStore(database, RETENTION);
  const objects = new MemoryObjectStore();
  const fanout = createLocalFanout();
  const seen: Envelope[] = [];
  fanout.subscribe({ onFrame: (envelope) => seen.push(envelope) });
  const deps = {
    store,
    objects,
    fanout,
    hints: NO_HINTS,
    ml,
    soundingTracks: () => SCRIPTED_TRACKS,
    songs: { objectKeys: (ids: readonly string[]) => Promise.resolve([...ids]) },
    eta: createEtaEstimator(store, { workers: 1, now: () => performance.now() }),
    log: { info: () => {}, warn: () => {} },
    newId: () => crypto.randomUUID(),
    now: () => performance.now(),
  };
  return {
    ...deps,
    database,
    frames: createFrameStore(database),
    seen,
    startPool(options: Partial<WorkerPoolOptions> = {}, changes: Partial<RunDependencies> = {}) {
      const pool = new WorkerPool({ ...deps, ...changes }, {
        workerId: `worker-${crypto.randomUUID()}`,
        workers: 1,
        leaseSeconds: 45,
        pollMs: 20,
        drainMs: 0,
        ...options,
      });
      pool.start();
      return pool;
    },
    submit: (options: Partial<Options> = {}) => submit(store, objects, options),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

async function submit(
  store: JobStore,
  objects: MemoryObjectStore,
  options: Partial<Options>,
): Promise<string> {
  const job = newJob({ options: { ...newJob().options, ...options } });
  for (const { songId } of job.songs) await objects.put(songId, new Uint8Array([1]));
  await store.submit(job, { maxPending: 100, maxPendingPerClient: 100 });
  return job.jobId;
}

/** Waits until a job fits, or fails with what it is. */
export async function jobWhere(
  store: JobStore,
  jobId: string,
  fits: (job: Job) => boolean,
): Promise<Job> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (true) {
    const job = await store.find(jobId);
    if (job && fits(job)) return job;
    if (performance.now() > deadline) {
      throw new Error(`The job did not get there: ${JSON.stringify(job)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export function isEnded({ status }: Job): boolean {
  return (TERMINAL_STATUSES as readonly string[]).includes(status);
}
