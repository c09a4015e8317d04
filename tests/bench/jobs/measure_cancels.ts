// How soon a running job stops when its owner cancels it in another process than its worker's: cancel →
// the `cancelled` frame, which is stored. With the hint over NOTIFY, and by the next heartbeat alone.

import type { Place } from "./bench_queue.ts";
import { CONCURRENCY } from "./bench_queue.ts";
import { openOrpheusQueue } from "./orpheus_queue.ts";
import { pause } from "./pause.ts";
import { untilTrue } from "./until_true.ts";

const SPREAD_MS = 1_000;
const STOP_TIMEOUT_MS = 20_000;

/** Seconds that each of ten jobs took to stop. */
export async function measureCancels(
  place: Place,
  hint: { readonly withHint: boolean },
): Promise<number[]> {
  await using asking = await openOrpheusQueue(place);
  await using queue = await openOrpheusQueue(place);
  const started = new Set<string>();
  const stoppedAt = new Map<string, number>();
  await using _pool = queue.startPool({
    started: (jobId) => started.add(jobId),
    run: (_, signal) => untilAborted(signal),
    ended: () => {},
    cancelled: (jobId) => stoppedAt.set(jobId, performance.now()),
  }, CONCURRENCY);
  const jobIds = await queue.submit(CONCURRENCY);
  await untilTrue(() => started.size >= CONCURRENCY, STOP_TIMEOUT_MS);
  return await Promise.all(jobIds.map(async (jobId) => {
    await pause(Math.random() * SPREAD_MS);
    const askedMs = performance.now();
    await asking.cancel(jobId, hint);
    await untilTrue(() => stoppedAt.has(jobId), STOP_TIMEOUT_MS);
    return (stoppedAt.get(jobId)! - askedMs) / 1000;
  }));
}

function untilAborted(signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
}
