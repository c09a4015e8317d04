// How long a job will take, as a range from recent runs; null where there is no basis.

import { estimateEta, type EtaBasis, type EtaSubject } from "./estimate_eta.ts";
import type { Eta } from "./job.ts";
import type { JobStore } from "./job_store.ts";
import { measureSpeeds } from "./run_speeds.ts";
import type { WorkOptions } from "./sound_seconds.ts";

const MAX_RUNS = 50;
const FRESH_MS = 5_000;

export interface EtaEstimator {
  /** For a pending job at its place in the queue, or a running one by its progress. */
  estimate(job: EtaSubject): Promise<Eta | null>;
  /** How long a stage usually takes for a blend like this; undefined when unknown. */
  expectedMs(
    stage: "generateMs" | "convertMs",
    options: WorkOptions,
  ): Promise<number | undefined>;
}

/** Asks the store at most every five seconds. */
export function createEtaEstimator(
  store: Pick<JobStore, "recentRuns" | "countOpen">,
  options: { readonly workers: number; readonly now: () => number },
): EtaEstimator {
  let basis: Promise<EtaBasis> | undefined;
  let loadedAt = -Infinity;

  function recent(): Promise<EtaBasis> {
    if (basis === undefined || options.now() - loadedAt > FRESH_MS) {
      loadedAt = options.now();
      basis = load();
    }
    return basis;
  }

  async function load(): Promise<EtaBasis> {
    const { workers } = options;
    try {
      const [runs, { running }] = await Promise.all([
        store.recentRuns(MAX_RUNS),
        store.countOpen(),
      ]);
      return { speeds: measureSpeeds(runs), running, workers };
    } catch {
      return { speeds: measureSpeeds([]), running: 0, workers };
    }
  }

  return {
    estimate: async (job) => estimateEta(job, await recent()),
    expectedMs: async (stage, options) => (await recent()).speeds.stageMs(stage, options)?.middle,
  };
}
