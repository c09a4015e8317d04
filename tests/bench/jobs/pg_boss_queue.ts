// pg-boss as its documentation tunes it: LISTEN/NOTIFY, the shortest heartbeat it takes, and a worker
// for each job at a time, or full batches without a pause.

import { PgBoss } from "pg-boss";
import {
  type BenchQueue,
  CONCURRENCY,
  type Handler,
  LEASE_SECONDS,
  type Place,
  POOL_SIZE,
  type Tuning,
} from "./bench_queue.ts";

const QUEUE = "blend";
const SUPERVISE_SECONDS = 1;
const POLL = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 };
const SETTLED_POLL_MS = 10;
const WORK = {
  apart: { localConcurrency: CONCURRENCY, batchSize: 1, ...POLL, burstWhenReadyExceeds: 1 },
  batched: {
    localConcurrency: 1,
    batchSize: CONCURRENCY,
    ...POLL,
    burstWhenBatchFull: true,
  },
} as const;

export async function openPgBossQueue({ databaseUrl }: Place): Promise<BenchQueue> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    queueCacheIntervalSeconds: SUPERVISE_SECONDS,
  });
  boss.on("error", () => {});
  await boss.start();
  await boss.createQueue(QUEUE, {
    notify: true,
    heartbeatSeconds: LEASE_SECONDS,
    retryLimit: 3,
    retryDelay: 0,
  });
  return {
    async submit(count) {
      if (count === 1) return [(await boss.send(QUEUE, {}))!];
      const jobs = Array.from({ length: count }, () => ({ data: {} }));
      return (await boss.insert(QUEUE, jobs, { returnId: true }))!;
    },
    work: (handler, tuning) => work(boss, handler, tuning),
    [Symbol.asyncDispose]: () => boss.stop({ graceful: false }),
  };
}

async function work(boss: PgBoss, handler: Handler, tuning: Tuning): Promise<AsyncDisposable> {
  const id = await boss.work(QUEUE, WORK[tuning], async (jobs) => {
    const run = crypto.randomUUID();
    await Promise.all(jobs.map(async (job) => {
      handler.started(job.id);
      await handler.run(job.id, job.signal);
      if (!handler.asksWhoseResult) handler.ended(job.id);
      else void untilSettled(boss, job.id, run).then((by) => by && handler.ended(job.id));
    }));
    return { run };
  });
  return { [Symbol.asyncDispose]: () => boss.offWork(QUEUE, { id, wait: false }) };
}

/** It does not tell a worker whether its result was taken: whether the row has that of this run. */
async function untilSettled(boss: PgBoss, jobId: string, run: string): Promise<boolean> {
  for (;;) {
    const [job] = await boss.findJobs(QUEUE, { id: jobId });
    if (job?.state === "completed") {
      return (job.output as { run?: string } | null)?.run === run;
    }
    await new Promise((resolve) => setTimeout(resolve, SETTLED_POLL_MS));
  }
}
