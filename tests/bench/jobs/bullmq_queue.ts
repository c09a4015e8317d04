// BullMQ on Redis, in memory alone; its lock is as short as our lease, and looked after twice as often.

import { Queue, Worker } from "bullmq";
import {
  type BenchQueue,
  CONCURRENCY,
  type Handler,
  LEASE_SECONDS,
  type Place,
} from "./bench_queue.ts";

const LOCK_MS = LEASE_SECONDS * 1000;

export async function openBullmqQueue(place: Place): Promise<BenchQueue> {
  const url = new URL(place.redisUrl);
  const connection = { host: url.hostname, port: Number(url.port), maxRetriesPerRequest: null };
  const queue = new Queue(place.queue, { connection });
  await queue.waitUntilReady();
  return {
    async submit(count) {
      if (count === 1) return [(await queue.add("blend", {})).id!];
      const jobs = Array.from({ length: count }, () => ({ name: "blend", data: {} }));
      return (await queue.addBulk(jobs)).map(({ id }) => id!);
    },
    work: (handler) => work(place.queue, connection, handler),
    [Symbol.asyncDispose]: () => queue.close(),
  };
}

async function work(
  queue: string,
  connection: { readonly host: string; readonly port: number },
  handler: Handler,
): Promise<AsyncDisposable> {
  const worker = new Worker(queue, async (job, _token, signal) => {
    handler.started(job.id!);
    await handler.run(job.id!, signal ?? new AbortController().signal);
  }, {
    connection,
    concurrency: CONCURRENCY,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS / 2,
  });
  worker.on("completed", (job) => handler.ended(job.id!));
  worker.on("error", () => {});
  await worker.waitUntilReady();
  return { [Symbol.asyncDispose]: () => worker.close(true) };
}
