// Ten small clients with a job each, on an empty queue and beside a client with a thousand jobs.

import type { Place } from "./bench_queue.ts";
import { median } from "../figure.ts";
import { openOrpheusQueue, type OrpheusQueue } from "./orpheus_queue.ts";
import { pause } from "./pause.ts";
import { untilTrue } from "./until_true.ts";

const MICE = 10;
const WHALE_JOBS = 1_000;
/** As a server has by default. */
const WORKERS = 2;
const JOB_MS = 100;
const TIMEOUT_MS = 30_000;

/** How many times longer the small clients waited beside the big one. */
export type Mice = { readonly medianRatio: number; readonly longestRatio: number };

export async function measureMice(place: Place): Promise<Mice> {
  await using queue = await openOrpheusQueue(place);
  const startedAt = new Map<string, number>();
  const handler = {
    started: (jobId: string) => startedAt.set(jobId, performance.now()),
    run: () => pause(JOB_MS),
    ended: () => {},
  };
  await using _pool = queue.startPool(handler, WORKERS);
  const alone = await waits(queue, startedAt);
  await pause(2 * JOB_MS);
  await Promise.all(Array.from({ length: 10 }, async () => {
    for (let job = 0; job < WHALE_JOBS / 10; job++) await queue.submitFor("client:whale");
  }));
  const beside = await waits(queue, startedAt);
  return {
    medianRatio: median(beside) / median(alone),
    longestRatio: Math.max(...beside) / Math.max(...alone),
  };
}

async function waits(queue: OrpheusQueue, startedAt: Map<string, number>): Promise<number[]> {
  return await Promise.all(Array.from({ length: MICE }, async (_, mouse) => {
    const submittedMs = performance.now();
    const jobId = await queue.submitFor(`client:mouse-${mouse}`);
    await untilTrue(() => startedAt.has(jobId), TIMEOUT_MS);
    return startedAt.get(jobId)! - submittedMs;
  }));
}
