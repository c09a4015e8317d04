// What Prometheus reads beside the requests and the event loop: the process, its jobs.

import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { JobStore } from "../jobs/job_store.ts";
import { STATUSES } from "../jobs/job.ts";

/** However often /metrics is read, the table is counted no more often. */
const COUNT_MAX_AGE_MS = 5_000;

export function createRegistry(
  jobs: Pick<JobStore, "countByStatus">,
  pool: { readonly running: number },
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const countJobs = remember(() => jobs.countByStatus(), COUNT_MAX_AGE_MS);
  new Gauge({
    name: "orpheus_jobs",
    help: "Jobs in the database by status",
    labelNames: ["status"],
    registers: [registry],
    async collect() {
      const counts = await countJobs().catch(() => undefined);
      this.reset();
      for (const status of STATUSES) {
        if (counts) this.set({ status }, counts.get(status) ?? 0);
      }
    },
  });
  new Gauge({
    name: "orpheus_jobs_running_here",
    help: "Jobs this process runs",
    registers: [registry],
    collect() {
      this.set(pool.running);
    },
  });
  return registry;
}

function remember<T>(work: () => Promise<T>, maxAgeMs: number): () => Promise<T> {
  let latest: { readonly at: number; readonly value: Promise<T> } | undefined;
  return () => {
    const at = performance.now();
    if (latest === undefined || at - latest.at > maxAgeMs) latest = { at, value: work() };
    return latest.value;
  };
}
