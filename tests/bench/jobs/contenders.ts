import type { OpenQueue } from "./bench_queue.ts";
import { openBullmqQueue } from "./bullmq_queue.ts";
import { openGraphileWorkerQueue } from "./graphile_worker_queue.ts";
import { openOrpheusQueue } from "./orpheus_queue.ts";
import { openPgBossQueue } from "./pg_boss_queue.ts";

/** All that are measured, ours first. */
export const CONTENDERS = {
  "Orpheus": openOrpheusQueue,
  "pg-boss": openPgBossQueue,
  "graphile-worker": openGraphileWorkerQueue,
  "BullMQ": openBullmqQueue,
} as const satisfies Record<string, OpenQueue>;

export type Contender = keyof typeof CONTENDERS;

export const NAMES = Object.keys(CONTENDERS) as Contender[];
