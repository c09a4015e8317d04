// How soon a job on an idle queue begins: submit → start, one at a time, with the worker in the
// process that submits, and in another.

import { collectSamples } from "../collect_samples.ts";
import { quantile } from "../figure.ts";
import type { Place } from "./bench_queue.ts";
import { startBenchWorker } from "./bench_worker.ts";
import { type Contender, CONTENDERS } from "./contenders.ts";
import { pause } from "./pause.ts";
import { untilTrue } from "./until_true.ts";
import { wallClockMs } from "./worker_process.ts";

const JOBS = { most: 100, withinMs: 4_000 };
const WARM_UP_JOBS = 5;
/** Long enough for a worker to have gone idle, and out of step with any poll. */
const REST_MS = { least: 25, more: 25 };
const START_TIMEOUT_MS = 10_000;

/** Milliseconds that this share of the jobs waited at most. */
export type Starts = { readonly p50: number; readonly p95: number; readonly p99: number };

export async function measureStarts(contender: Contender, place: Place): Promise<Starts> {
  await using queue = await CONTENDERS[contender](place);
  const startedAt = new Map<string, number>();
  const ended = new Set<string>();
  await using _worker = await queue.work({
    started: (jobId) => startedAt.set(jobId, wallClockMs()),
    run: () => Promise.resolve(),
    ended: (jobId) => ended.add(jobId),
  }, "batched");
  return await timeStarts(async () => {
    const atMs = wallClockMs();
    const [jobId] = await queue.submit(1);
    await untilTrue(() => ended.has(jobId!), START_TIMEOUT_MS);
    return startedAt.get(jobId!)! - atMs;
  });
}

export async function measureStartsAcross(contender: Contender, place: Place): Promise<Starts> {
  await using queue = await CONTENDERS[contender](place);
  await using worker = await startBenchWorker(contender, place, 0);
  return await timeStarts(async () => {
    const atMs = wallClockMs();
    const [jobId] = await queue.submit(1);
    const lineOf = (type: string) =>
      worker.lines.find((line) => line.type === type && line.jobId === jobId);
    await untilTrue(() => lineOf("ended") !== undefined, START_TIMEOUT_MS);
    return lineOf("started")!.atMs - atMs;
  });
}

async function timeStarts(timeOne: () => Promise<number>): Promise<Starts> {
  const timeAfterRest = async () => {
    await pause(REST_MS.least + Math.random() * REST_MS.more);
    return await timeOne();
  };
  for (let job = 0; job < WARM_UP_JOBS; job++) await timeAfterRest();
  const samples = await collectSamples(timeAfterRest, JOBS);
  return {
    p50: quantile(samples, 0.5),
    p95: quantile(samples, 0.95),
    p99: quantile(samples, 0.99),
  };
}
