// Looks at every dependency at once, each within its own time limit.

import type { Log } from "./log.ts";

/** Longest wait for one check. */
export const CHECK_TIMEOUT_MS = 2_000;

/** How long a report is good for: however often it is asked, the dependencies are left alone. */
export const REPORT_MAX_AGE_MS = 1_000;

export type HealthStatus = "pass" | "warn" | "fail";

/** Answers at once or throws, which counts as fail. Figures beside the status are shown as given. */
export type HealthCheck = (
  signal: AbortSignal,
) => Promise<
  | HealthStatus
  | ({ readonly status: HealthStatus } & Readonly<Record<string, number | HealthStatus>>)
>;

export type CheckName = "database" | "redis" | "mlModel" | "objectStore" | "workers" | "queue";

export type HealthChecks = Readonly<Record<CheckName, HealthCheck>>;

export type CheckResult = { readonly status: HealthStatus; readonly latencyMs: number };

export type HealthReport = {
  readonly status: HealthStatus;
  readonly checks: Readonly<Record<CheckName, CheckResult>>;
};

export type HealthReporterOptions = {
  readonly checks: HealthChecks;
  readonly log: Pick<Log, "warn">;
  /** Milliseconds of a clock that never goes back. @default `performance.now` */
  readonly now?: () => number;
};

/** Reports what the checks say; calls within a second share one report. */
export function createHealthReporter(
  { checks, log, now = () => performance.now() }: HealthReporterOptions,
): () => Promise<HealthReport> {
  let latest: { readonly startedAt: number; readonly report: Promise<HealthReport> } | undefined;

  // Why a check failed is for the log alone: its error may name an address.
  async function runCheck(name: CheckName): Promise<CheckResult> {
    const startedAt = now();
    const outcome = await withinTimeout(checks[name]).catch((error) => {
      log.warn("A health check failed", { check: name, error: String(error) });
      return "fail" as const;
    });
    const details = typeof outcome === "string" ? { status: outcome } : outcome;
    return { ...details, latencyMs: Math.round(now() - startedAt) };
  }

  async function runChecks(): Promise<HealthReport> {
    const names = Object.keys(checks) as CheckName[];
    const results = await Promise.all(names.map(runCheck));
    const entries = names.map((name, index) => [name, results[index]] as const);
    return {
      status: worstOf(results.map(({ status }) => status)),
      checks: Object.fromEntries(entries) as HealthReport["checks"],
    };
  }

  return function report() {
    const startedAt = now();
    if (latest === undefined || startedAt - latest.startedAt >= REPORT_MAX_AGE_MS) {
      latest = { startedAt, report: runChecks() };
    }
    return latest.report;
  };
}

// The race makes a check that ignores its signal end in time as well.
async function withinTimeout(check: HealthCheck): ReturnType<HealthCheck> {
  const deadline = new AbortController();
  const expired = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = new DOMException(`Nothing came within ${CHECK_TIMEOUT_MS} ms`, "TimeoutError");
    deadline.abort(reason);
    expired.reject(reason);
  }, CHECK_TIMEOUT_MS);
  try {
    return await Promise.race([check(deadline.signal), expired.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function worstOf(statuses: readonly HealthStatus[]): HealthStatus {
  if (statuses.includes("fail")) return "fail";
  return statuses.includes("warn") ? "warn" : "pass";
}
