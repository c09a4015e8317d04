// What Prometheus reads beside the requests and the event loop: the process, its jobs.

import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { JobStore } from "../jobs/job_store.ts";
import { STATUSES } from "../jobs/job.ts";

export function createRegistry(
  jobs: Pick<JobStore, "countByStatus">,
  pool: { readonly running: number },
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "orpheus_jobs",
    help: "Jobs in the database by status",
    labelNames: ["status"],
    registers: [registry],
    async collect() {
      const counts = await jobs.countByStatus().catch(() => undefined);
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
