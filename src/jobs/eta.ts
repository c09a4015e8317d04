// How long a job will take, as a range from recent runs; null where there is no basis.

import type { Eta, Job, Timings } from "./job.ts";
import type { JobStore, RecentRun } from "./job_store.ts";

/** Fewer runs say too little to promise anything. */
const MIN_RUNS = 3;
const MAX_RUNS = 50;
const FRESH_MS = 5_000;

type RunStage = "generateMs" | "convertMs";

export interface EtaEstimator {
  /** For a pending job at its place in the queue, or a running one by its progress. */
  estimate(
    job: Pick<Job, "status" | "queuePosition" | "progress" | "options">,
  ): Promise<Eta | null>;
  /** How long a stage usually takes for a piece of this length; undefined when unknown. */
  expectedMs(stage: RunStage, lengthSeconds: number): Promise<number | undefined>;
}

/** Asks the store at most every five seconds. */
export function createEtaEstimator(
  store: Pick<JobStore, "recentRuns">,
  options: { readonly workers: number; readonly now: () => number },
): EtaEstimator {
  let runs: Promise<readonly RecentRun[]> = Promise.resolve([]);
  let loadedAt = -Infinity;

  function recent(): Promise<readonly RecentRun[]> {
    if (options.now() - loadedAt > FRESH_MS) {
      loadedAt = options.now();
      runs = store.recentRuns(MAX_RUNS).catch(() => []);
    }
    return runs;
  }

  return {
    async estimate(job) {
      return estimateFrom(await recent(), job, options.workers);
    },
    async expectedMs(stage, lengthSeconds) {
      const rates = (await recent()).map((run) => run.timings[stage] / run.lengthSeconds);
      return rates.length < MIN_RUNS ? undefined : quantile(rates, 0.5) * lengthSeconds;
    },
  };
}

/** Pure: the middle and the slow end of recent runs, scaled to this piece and its place. */
export function estimateFrom(
  runs: readonly RecentRun[],
  job: Pick<Job, "status" | "queuePosition" | "progress" | "options">,
  workers: number,
): Eta | null {
  if (runs.length < MIN_RUNS || (job.status !== "pending" && job.status !== "running")) return null;
  const rates = runs.map((run) => workMs(run.timings) / run.lengthSeconds);
  const middleMs = quantile(rates, 0.5) * job.options.lengthSeconds;
  const slowMs = quantile(rates, 0.9) * job.options.lengthSeconds;
  const rounds = ((job.queuePosition ?? 1) - 1) / Math.max(1, workers);
  const [low, high] = job.status === "running"
    ? [middleMs * (1 - job.progress / 100), slowMs * (1 - job.progress / 100)]
    : [middleMs * (1 + Math.floor(rounds)), slowMs * (2 + Math.ceil(rounds))];
  return {
    lowSeconds: Math.round(low / 1000),
    highSeconds: Math.max(1, Math.ceil(high / 1000)),
    basis: "history",
  };
}

function workMs(timings: Timings): number {
  return timings.fetchMs + timings.generateMs + timings.convertMs + timings.storeMs;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
