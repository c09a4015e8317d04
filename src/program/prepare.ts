// What must be done once before the server takes jobs. A database that is down is waited for:
// the process answers /live and says 503 on /ready meanwhile.

import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import { messageOf } from "./message_of.ts";

export type Preparation = {
  /** Done in order; each may be done again after a failure. */
  readonly steps: readonly { readonly name: string; run(signal: AbortSignal): Promise<void> }[];
  readonly log: Log;
  readonly retryMs?: number;
};

const RETRY_MS = 2_000;

/**
 * Resolves when every step is done. Only an outage is waited for; any other failure is thrown.
 *
 * @throws {unknown} what a step threw, or the signal's reason.
 */
export async function prepare(preparation: Preparation, signal: AbortSignal): Promise<void> {
  for (const step of preparation.steps) {
    while (!(await attempt(step, preparation.log, signal))) {
      await sleep(preparation.retryMs ?? RETRY_MS, undefined, { signal })
        .catch(() => signal.throwIfAborted());
    }
  }
  signal.throwIfAborted();
}

async function attempt(
  step: Preparation["steps"][number],
  log: Log,
  signal: AbortSignal,
): Promise<boolean> {
  signal.throwIfAborted();
  const startedAt = performance.now();
  try {
    await step.run(signal);
    log.info("Prepared", {
      step: step.name,
      durationMs: Math.round(performance.now() - startedAt),
    });
    return true;
  } catch (error) {
    if (!isOutage(error)) throw error;
    log.warn("Waiting to prepare", { step: step.name, error: messageOf(error) });
    return false;
  }
}

/** A bug would be there again the next time. */
function isOutage(error: unknown): error is AppError {
  return error instanceof AppError && error.retryable && error.code !== "internal";
}
