// Our queue: the real store and worker pool; only the ML service answers as the handler says.

import { createEtaEstimator } from "../../../src/jobs/eta.ts";
import { createHintedFanout } from "../../../src/jobs/hinted_fanout.ts";
import type { Hints } from "../../../src/jobs/hints.ts";
import type { ClaimedJob, ClaimLimits, Fence, JobStore } from "../../../src/jobs/job_store.ts";
import { WorkerPool } from "../../../src/jobs/worker_pool.ts";
import { connectToServer, type Database } from "../../../src/storage/postgres/database.ts";
import { createJobStore } from "../../../src/storage/postgres/job_store.ts";
import { migrate } from "../../../src/storage/postgres/migrate.ts";
import { NotifyHints } from "../../../src/storage/postgres/notify_hints.ts";
import { MemoryObjectStore } from "../../support/memory_object_store.ts";
import { newJob } from "../../support/new_job.ts";
import { ScriptedMl } from "../../support/scripted_ml.ts";
import {
  type BenchQueue,
  CONCURRENCY,
  type Handler,
  LEASE_SECONDS,
  type Place,
} from "./bench_queue.ts";

const ROOMY = { maxPending: 1_000_000, maxPendingPerClient: 1_000_000 };
const SUBMITS_AT_ONCE = 10;

const CLAIM: ClaimLimits = { workerId: crypto.randomUUID(), leaseSeconds: LEASE_SECONDS };
const COMPLETED = {
  status: "completed",
  outputFileId: crypto.randomUUID(),
  warnings: [],
  timings: {},
} as const;

export type OrpheusQueue = BenchQueue & {
  readonly database: Database;
  readonly store: JobStore;
  /** Adds one job of a client. */
  submitFor(client: string): Promise<string>;
  claim(limits?: Partial<ClaimLimits>): Promise<ClaimedJob | undefined>;
  /** Ends a claimed job as if it had one file from before; false when it was lost. */
  complete(fence: Fence): Promise<boolean>;
  /** As its owner would; the hint goes to whichever process has it. */
  cancel(jobId: string, options: { readonly withHint: boolean }): Promise<void>;
  /** Works with as many workers as given. */
  startPool(handler: Handler, workers: number): WorkerPool;
};

export async function openOrpheusQueue({ databaseUrl }: Place): Promise<OrpheusQueue> {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(connectToServer(databaseUrl));
  await migrate(database);
  const processId = crypto.randomUUID();
  const hints = stack.use(new NotifyHints(database, { databaseUrl, processId }));
  const parts = stack.move();
  const store = createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 });
  const pools = new Set<WorkerPool>();

  async function submitFor(client: string): Promise<string> {
    const job = newJob({ owner: client, client });
    await store.submit(job, ROOMY);
    for (const pool of pools) pool.offer();
    if (pools.size === 0) hints.send({ type: "job_ready" });
    return job.jobId;
  }

  function startPool(handler: Handler, workers: number): WorkerPool {
    const pool = createPool({ store, hints }, handler, workers);
    pools.add(pool);
    pool.start();
    return pool;
  }

  return {
    database,
    store,
    submitFor,
    startPool,
    claim: (limits) => store.claim({ ...CLAIM, ...limits }),
    complete: async (fence) => await store.settle(fence, COMPLETED) !== undefined,
    submit: (count) => submitMany(count, () => submitFor("anonymous:one")),
    work: (handler) => Promise.resolve(startPool(handler, CONCURRENCY)),
    async cancel(jobId, { withHint }) {
      await store.requestCancel(jobId);
      if (withHint) hints.send({ type: "job_cancelled", jobId });
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function submitMany(count: number, submit: () => Promise<string>): Promise<string[]> {
  const jobIds: string[] = [];
  let left = count;
  const loop = async () => {
    while (left-- > 0) jobIds.push(await submit());
  };
  await Promise.all(Array.from({ length: Math.min(count, SUBMITS_AT_ONCE) }, loop));
  return jobIds;
}

/** `started` is told with the frame that a watcher sees, `ended` after the settling commit. */
function createPool(
  { store, hints }: { readonly store: JobStore; readonly hints: Hints },
  handler: Handler,
  workers: number,
): WorkerPool {
  const fanout = createHintedFanout(hints);
  fanout.subscribe({
    onFrame({ frame }) {
      if (frame.type === "started") handler.started(frame.jobId);
      if (frame.type === "completed") handler.ended(frame.jobId);
      if (frame.type === "cancelled") handler.cancelled?.(frame.jobId);
    },
  });
  const objects = new MemoryObjectStore();
  for (const { songId } of newJob().songs) objects.objects.set(songId, new Uint8Array([1]));
  const now = () => performance.now();
  return new WorkerPool({
    store,
    fanout,
    hints,
    objects,
    songs: { objectKeys: (ids) => Promise.resolve([...ids]) },
    ml: new ScriptedMl({ generate: [({ jobId, signal }) => handler.run(jobId, signal)] }),
    soundingTracks: () => [],
    eta: createEtaEstimator(store, { workers, now }),
    log: { info: () => {}, warn: () => {} },
    newId: () => crypto.randomUUID(),
    now,
  }, { workerId: crypto.randomUUID(), workers, leaseSeconds: LEASE_SECONDS, drainMs: 0 });
}
