// graphile-worker as its documentation tunes it: LISTEN/NOTIFY always, a local queue and completions
// in batches. Its lease is four hours long, and cannot be set.

import { EventEmitter } from "node:events";
import { Logger, makeWorkerUtils, run, type WorkerEvents } from "graphile-worker";
import {
  type BenchQueue,
  CONCURRENCY,
  type Handler,
  type Place,
  POOL_SIZE,
  type Tuning,
} from "./bench_queue.ts";

const TASK = "blend";
const QUIET = new Logger(() => () => {});
const WORK = {
  apart: {},
  batched: { localQueue: { size: CONCURRENCY + 1 }, completeJobBatchDelay: 0 },
} as const;

export async function openGraphileWorkerQueue({ databaseUrl }: Place): Promise<BenchQueue> {
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: QUIET });
  await utils.migrate();
  return {
    async submit(count) {
      if (count === 1) return [(await utils.addJob(TASK, {})).id];
      const jobs = Array.from({ length: count }, () => ({ identifier: TASK, payload: {} }));
      return (await utils.addJobs(jobs)).map(({ id }) => id);
    },
    work: (handler, tuning) => work(databaseUrl, handler, tuning),
    [Symbol.asyncDispose]: async () => await utils.release(),
  };
}

async function work(
  connectionString: string,
  handler: Handler,
  tuning: Tuning,
): Promise<AsyncDisposable> {
  const events = new EventEmitter() as WorkerEvents;
  events.on("job:success", ({ job }) => handler.ended(job.id));
  const runner = await run({
    preset: {
      worker: {
        connectionString,
        events,
        logger: QUIET,
        concurrentJobs: CONCURRENCY,
        maxPoolSize: POOL_SIZE,
        useNodeTime: true,
        ...WORK[tuning],
      },
    },
    noHandleSignals: true,
    crontab: "",
    taskList: {
      async [TASK](_payload, { job, abortSignal }) {
        handler.started(job.id);
        await handler.run(job.id, abortSignal ?? new AbortController().signal);
      },
    },
  });
  return { [Symbol.asyncDispose]: () => runner.stop() };
}
