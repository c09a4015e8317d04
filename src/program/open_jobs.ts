// The jobs room joined: estimates, worker pool, and the one path in from outside.

import type { Config } from "../config.ts";
import { createJobs } from "../jobs/create_jobs.ts";
import { createEtaEstimator, type EtaEstimator } from "../jobs/eta.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { WorkerPool } from "../jobs/worker_pool.ts";
import type { Log } from "../log.ts";
import type { MlClient } from "../ml/ml_client.ts";
import { requireSongs } from "../songs/search/require_songs.ts";
import { soundingTracks } from "./sounding_tracks.ts";
import type { Storage } from "./storage.ts";

const MAX_SEED = 4_294_967_295;
/** Of the 30 s a stop may take, the rest is for letting go and closing. */
const DRAIN_MS = 22_000;

export type OpenJobs = {
  readonly jobs: Jobs;
  readonly pool: WorkerPool;
  readonly eta: EtaEstimator;
};

export function openJobs(
  config: Config["jobs"],
  parts: {
    readonly storage: Storage;
    readonly ml: MlClient;
    readonly log: Log;
    readonly workerId: string;
    readonly isPrepared: () => boolean;
    readonly isDraining: () => boolean;
  },
): OpenJobs {
  const { storage, ml, log } = parts;
  const newId = () => crypto.randomUUID();
  const now = () => performance.now();
  const workers = Math.min(config.workers, config.maxRunningJobs ?? Infinity);
  const eta = createEtaEstimator(storage.jobs, { workers, now });
  const { objects, fanout, hints, songs, limiter, jobs: store } = storage;
  const made = { store, fanout, hints, objects, songs, ml, soundingTracks, eta, log, newId, now };
  const pool = new WorkerPool(made, {
    workerId: parts.workerId,
    workers: config.workers,
    leaseSeconds: config.leaseSeconds,
    maxRunning: config.maxRunningJobs,
    maxRunningPerClient: config.maxRunningJobsPerClient,
    drainMs: DRAIN_MS,
  });
  const jobs = createJobs({
    store,
    limiter,
    eta,
    fanout,
    hints,
    pool,
    requireSongs: (requests, signal) => requireSongs(songs, requests, signal),
    newId,
    newSeed: () => crypto.getRandomValues(new Uint32Array(1))[0]! % (MAX_SEED + 1),
    pendingLimits: {
      maxPending: config.maxPendingJobs,
      maxPendingPerClient: config.maxPendingJobsPerClient,
    },
    isPrepared: parts.isPrepared,
    isDraining: parts.isDraining,
  });
  return { jobs, pool, eta };
}
