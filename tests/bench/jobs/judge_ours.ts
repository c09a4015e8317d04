// What ours alone is measured in, with what the peers have of it in words.

import { quantile } from "../figure.ts";
import { LEASE_SECONDS } from "./bench_queue.ts";
import type { BenchServers } from "./bench_servers.ts";
import type { Comparison } from "./comparison.ts";
import { ROUNDS } from "./in_rounds.ts";
import { measureCancels } from "./measure_cancels.ts";
import { CAP, CLAIMERS, measureCaps } from "./measure_caps.ts";
import { measureMice, type Mice } from "./measure_mice.ts";

const MAX_CANCEL_SECONDS = 2;
const HEARTBEAT_SECONDS = LEASE_SECONDS / 4;
const MAX_MICE_RATIO = 2;
const CANCELS = {
  "pg-boss": "the row alone: work goes on",
  "graphile-worker": "none for a running job",
  "BullMQ": "within its process",
};
const CAPS = {
  "pg-boss": "by group, not exact",
  "graphile-worker": "by process",
  "BullMQ": "global; by group in Pro",
};
const FAIRNESS = {
  "pg-boss": "priorities",
  "graphile-worker": "priorities",
  "BullMQ": "groups in Pro",
};

/** How soon a cancelled job stops, and how long small clients wait beside a big one. */
export async function judgeOurs(servers: BenchServers): Promise<Comparison[]> {
  const hinted: number[] = [];
  const unhinted: number[] = [];
  const mice: Mice[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    hinted.push(p95(await measureCancels(await servers.newPlace(), { withHint: true })));
    unhinted.push(p95(await measureCancels(await servers.newPlace(), { withHint: false })));
    mice.push(await measureMice(await servers.newPlace()));
  }
  return [
    cancels("cancel to stopped, p95, with the hint", MAX_CANCEL_SECONDS, hinted),
    cancels("cancel to stopped, p95, by heartbeat alone", HEARTBEAT_SECONDS, unhinted),
    waits("10 small clients beside 1,000 jobs: median wait", mice.map((m) => m.medianRatio)),
    waits("10 small clients beside 1,000 jobs: longest wait", mice.map((m) => m.longestRatio)),
  ];
}

/** The most jobs that ever ran under a cap. */
export async function judgeCaps(servers: BenchServers): Promise<Comparison> {
  const { mostRunning, jobs } = await measureCaps(await servers.newPlace());
  return {
    name: `cap of ${CAP}, ${CLAIMERS} claimers, ${jobs} jobs: most running`,
    unit: "jobs",
    target: { atMost: CAP, each: true },
    samples: [mostRunning],
    peers: CAPS,
  };
}

function cancels(name: string, atMost: number, samples: readonly number[]): Comparison {
  return { name, unit: "s", target: { atMost }, samples, peers: CANCELS };
}

function waits(name: string, samples: readonly number[]): Comparison {
  return { name, unit: "×", target: { atMost: MAX_MICE_RATIO }, samples, peers: FAIRNESS };
}

function p95(samples: readonly number[]): number {
  return quantile(samples, 0.95);
}
