// Eight claimers and a cap of three running jobs: the most that ever ran at once, as the database
// shows it and as the claimers know it.

import type { Place } from "./bench_queue.ts";
import { openOrpheusQueue, type OrpheusQueue } from "./orpheus_queue.ts";

export const CLAIMERS = 8;
export const CAP = 3;
export const JOBS = 10_000;
/** Submitted as they are claimed, so that many wait but few are counted. */
const MAX_WAITING = 200;
const TIME_LIMIT_MS = 60_000;

export type Caps = { readonly mostRunning: number; readonly jobs: number };

/** Ends early, with fewer jobs, on a slow machine. */
export async function measureCaps(place: Place): Promise<Caps> {
  await using queue = await openOrpheusQueue(place);
  const endMs = performance.now() + TIME_LIMIT_MS;
  const isOver = () => tally.settled >= JOBS || performance.now() > endMs;
  const tally = { submitted: 0, settled: 0, held: 0, mostRunning: 0 };
  await Promise.all([
    ...Array.from({ length: CLAIMERS / 2 }, () => submitUntil(isOver, queue, tally)),
    ...Array.from({ length: CLAIMERS }, (_, index) => claimUntil(isOver, queue, tally, index)),
    watchUntil(isOver, queue, tally),
  ]);
  return { mostRunning: tally.mostRunning, jobs: tally.settled };
}

type Tally = { submitted: number; settled: number; held: number; mostRunning: number };

async function submitUntil(isOver: () => boolean, queue: OrpheusQueue, tally: Tally) {
  while (!isOver() && tally.submitted < JOBS) {
    if (tally.submitted - tally.settled > MAX_WAITING) await nextTurn();
    else {
      tally.submitted++;
      await queue.submitFor(`client:${tally.submitted % 7}`);
    }
  }
}

async function claimUntil(
  isOver: () => boolean,
  queue: OrpheusQueue,
  tally: Tally,
  index: number,
) {
  while (!isOver()) {
    const claimed = await queue.claim({ workerId: `claimer-${index}`, maxRunning: CAP });
    if (!claimed) continue;
    tally.mostRunning = Math.max(tally.mostRunning, ++tally.held);
    await nextTurn();
    tally.held--;
    if (await queue.complete(claimed.fence)) tally.settled++;
  }
}

async function watchUntil(isOver: () => boolean, queue: OrpheusQueue, tally: Tally) {
  while (!isOver()) {
    const [row] = await queue.database.query((sql) =>
      sql<{ running: number }[]>`
      select count(*)::int as running from jobs where status = 'running'`
    );
    tally.mostRunning = Math.max(tally.mostRunning, row!.running);
    await nextTurn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}
