// Jobs a second, all queued before the first worker looks.

import { CONCURRENCY, type Place, type Tuning } from "./bench_queue.ts";
import { type Contender, CONTENDERS } from "./contenders.ts";
import { openOrpheusQueue } from "./orpheus_queue.ts";
import { pause } from "./pause.ts";
import { untilTrue } from "./until_true.ts";

export const JOBS = 3_000;
const TIMEOUT_MS = 60_000;
/** It works without a pause only once it has counted how many wait. */
const BACKLOG_SEEN_MS = 2_500;

/** With a handler that does nothing, from the first start to the last end. */
export async function measureRate(
  contender: Contender,
  place: Place,
  { jobs, tuning }: { readonly jobs: number; readonly tuning: Tuning },
): Promise<number> {
  await using queue = await CONTENDERS[contender](place);
  await queue.submit(jobs);
  if (contender === "pg-boss" && tuning === "apart") await pause(BACKLOG_SEEN_MS);
  let firstMs: number | undefined;
  let ended = 0;
  await using _worker = await queue.work({
    started: () => firstMs ??= performance.now(),
    run: () => Promise.resolve(),
    ended: () => ended++,
  }, tuning);
  await untilTrue(() => ended >= jobs, TIMEOUT_MS);
  return jobs / (performance.now() - firstMs!) * 1000;
}

/** Ours without a blend: claim and settle alone, which is all that the peers do for an instant job. */
export async function measureSettleRate(place: Place): Promise<number> {
  await using queue = await openOrpheusQueue(place);
  await queue.submit(JOBS);
  const startMs = performance.now();
  let settled = 0;
  const work = async () => {
    for (;;) {
      const claimed = await queue.claim();
      if (!claimed) return;
      if (await queue.complete(claimed.fence)) settled++;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  if (settled !== JOBS) throw new Error(`Only ${settled} of ${JOBS} jobs were settled`);
  return JOBS / (performance.now() - startMs) * 1000;
}
