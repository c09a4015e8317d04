// How an attempt that did not complete ends: cancelled, given back, failed, or left to whoever has it.

import { AppError } from "../errors.ts";
import { codeOf } from "./code_of.ts";
import type { Envelope } from "./fanout.ts";
import { JobAbort } from "./job_abort.ts";
import type { Timings } from "./job.ts";
import type { ClaimedJob, Release } from "./job_store.ts";
import type { RunDependencies } from "./run.ts";

const BASE_DELAY_SECONDS = 2;
const MAX_DELAY_SECONDS = 60;

/** What stopped an attempt, and how long its stages took until then. */
export type EarlyEnd = { readonly reason: unknown; readonly timings: Partial<Timings> };

/** Never throws: what cannot be written now, the reaper writes when the lease ends. */
export async function endAttempt(
  claimed: ClaimedJob,
  { reason, timings }: EarlyEnd,
  deps: RunDependencies,
): Promise<void> {
  const { jobId, attempt } = claimed.fence;
  try {
    const envelopes = await writeEnd(claimed, { reason, timings }, deps);
    for (const envelope of envelopes) deps.fanout.publish(envelope);
    const end = envelopes.at(-1)?.frame.type ?? "lost";
    const level = isKnown(reason) ? "info" : "warn";
    deps.log[level]("Attempt ended early", { jobId, attempt, end, reason: reasonOf(reason) });
  } catch (error) {
    deps.log.warn("Cannot write how an attempt ended", { jobId, attempt, error: reasonOf(error) });
  }
}

async function writeEnd(
  { fence }: ClaimedJob,
  { reason, timings }: EarlyEnd,
  deps: RunDependencies,
): Promise<readonly Envelope[]> {
  if (reason instanceof JobAbort) {
    if (reason.why === "lease_lost") return [];
    if (reason.why === "cancelled") {
      return await deps.store.settle(fence, { status: "cancelled", timings }) ?? [];
    }
    return given(
      await deps.store.release(fence, { reason: "The server stopped", delaySeconds: 0 }),
    );
  }
  const failure = failureOf(reason);
  if (reason instanceof AppError && !reason.retryable) {
    return await deps.store.settle(fence, { status: "failed", ...failure, timings }) ?? [];
  }
  return given(await deps.store.release(fence, releaseOf(failure, fence.attempt, deps)));
}

function given(envelope: Envelope | undefined): Envelope[] {
  return envelope ? [envelope] : [];
}

/** An outage of what a job rests on is not its fault: it waits, nothing is counted. */
function releaseOf(
  failure: NonNullable<Release["failure"]>,
  attempt: number,
  deps: RunDependencies,
): Release {
  if (deps.ml.isBreakerOpen || failure.errorCode === "not_ready") {
    return { reason: failure.error, delaySeconds: BASE_DELAY_SECONDS };
  }
  const longest = Math.min(MAX_DELAY_SECONDS, BASE_DELAY_SECONDS * 2 ** (attempt - 1));
  const delaySeconds = longest * (0.5 + Math.random() / 2);
  const isOutage = failure.errorCode === "storage_unavailable";
  return { reason: failure.error, delaySeconds, ...(isOutage ? {} : { failure }) };
}

function failureOf(reason: unknown): { error: string; errorCode: string } {
  return reason instanceof AppError
    ? { error: reason.message, errorCode: reason.code }
    : { error: "Something went wrong on our side", errorCode: "internal" };
}

/** Anything else is a fault of ours, which nobody else will tell of. */
function isKnown(reason: unknown): boolean {
  return reason instanceof JobAbort || reason instanceof AppError;
}

function reasonOf(reason: unknown): string {
  if (reason instanceof JobAbort) return reason.why;
  return codeOf(reason);
}
