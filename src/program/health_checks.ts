// How the parts the server rests on are looked at. Nothing here names a path, address or secret.

import type { HealthChecks } from "../http/health_report.ts";
import type { MlClient } from "../ml/ml_client.ts";
import { checkDatabase } from "../storage/postgres/check_database.ts";
import type { Storage } from "./storage.ts";

/** A queue this full is worth a look before it refuses. */
const CROWDED_SHARE = 0.8;

export function createHealthChecks(
  storage: Storage,
  parts: {
    readonly ml: MlClient;
    readonly pool: { readonly running: number; readonly workers: number };
    readonly maxPendingJobs: number;
  },
): HealthChecks {
  return {
    async database(signal) {
      await checkDatabase(storage.database, signal);
      return "pass";
    },
    // Redis only makes things fast: without it everything goes on, later.
    async redis() {
      try {
        await storage.checkRedis?.();
        return "pass";
      } catch {
        return "warn";
      }
    },
    // Jobs wait while the service is away, so it never takes the server down with it.
    async mlModel(signal) {
      try {
        await parts.ml.health(signal);
        return parts.ml.isBreakerOpen ? "warn" : "pass";
      } catch {
        return "warn";
      }
    },
    async objectStore(signal) {
      await storage.objects.check(signal);
      return "pass";
    },
    workers() {
      const { running, workers } = parts.pool;
      return Promise.resolve({ status: "pass", running, workers });
    },
    async queue(signal) {
      const { pending } = await storage.jobs.countOpen(signal);
      const isCrowded = pending >= parts.maxPendingJobs * CROWDED_SHARE;
      return { status: isCrowded ? "warn" : "pass", pending };
    },
  };
}
