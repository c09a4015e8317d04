// The overall progress of one attempt: whole per cent that never fall, a few frames a second.

import type { ProgressBasis, Stage } from "./job.ts";
import type { Progress } from "./job_store.ts";

/** Where each stage begins and ends on the whole way. Measured: rendering takes most of it. */
const SPAN: Readonly<Record<Stage, readonly [number, number]>> = {
  queued: [0, 0],
  fetching: [0, 3],
  generating: [3, 35],
  converting: [35, 97],
  storing: [97, 99],
  done: [100, 100],
};

const MIN_INTERVAL_MS = 250;

export interface ProgressMeter {
  /** `share` of the stage, 0–1. */
  report(share: number, basis: ProgressBasis, message?: string): void;
  /** Begins a stage whose end is only guessed from how long it usually takes. */
  begin(stage: Stage, expectedMs: number | undefined): void;
  [Symbol.dispose](): void;
}

export type ProgressClock = {
  readonly now: () => number;
  /** Calls back again and again; the answer stops it. @default setInterval */
  readonly every?: (callback: () => void, ms: number) => () => void;
};

/**
 * Calls `publish` at most every 250 ms, with the latest, and not before the last call has settled,
 * as a later one could overtake it. `publish` never rejects. Nothing is sent after disposal.
 */
export function createProgressMeter(
  publish: (progress: Progress, message: string | undefined) => Promise<void> | void,
  { now, every = startInterval }: ProgressClock,
): ProgressMeter {
  let stage: Stage = "fetching";
  let startedAt = now();
  let expectedMs: number | undefined;
  let isReported = false;
  let latest: { progress: Progress; message: string | undefined } | undefined;
  let highest = -1;
  let publishing: Promise<void> | undefined;

  function offer(share: number, basis: ProgressBasis, message?: string): void {
    const [from, to] = SPAN[stage];
    const percent = Math.floor(from + (to - from) * Math.min(1, Math.max(0, share)));
    if (percent <= highest && message === undefined) return;
    highest = Math.max(highest, percent);
    latest = { progress: { progress: highest, progressBasis: basis, stage }, message };
  }

  function tick(): void {
    if (!isReported) offer(estimatedShare(now() - startedAt, expectedMs), "estimated");
    if (!latest || publishing) return;
    publishing = publish(latest.progress, latest.message)?.finally(() => publishing = undefined);
    latest = undefined;
  }

  const stop = every(tick, MIN_INTERVAL_MS);
  return {
    report(share, basis, message) {
      isReported = true;
      offer(share, basis, message);
    },
    begin(next, expected) {
      stage = next;
      startedAt = now();
      expectedMs = expected;
      isReported = false;
      offer(0, "estimated");
    },
    [Symbol.dispose]() {
      stop();
    },
  };
}

function startInterval(callback: () => void, ms: number): () => void {
  const timer = setInterval(callback, ms);
  return () => clearInterval(timer);
}

const UNKNOWN_STAGE_MS = 15_000;

/** Nears 1 without reaching it: 63 % of the stage when the expected time has passed. */
export function estimatedShare(elapsedMs: number, expectedMs = UNKNOWN_STAGE_MS): number {
  return 1 - Math.exp(-elapsedMs / Math.max(1, expectedMs));
}

/** How long a stage has run whose share was estimated. */
export function estimatedElapsedMs(share: number, expectedMs: number): number {
  return Math.log(1 / (1 - share)) * Math.max(1, expectedMs);
}

/** The share of its stage, 0–1, that a percentage of the whole way stands for. */
export function stageShare(stage: Stage, percent: number): number {
  const [from, to] = SPAN[stage];
  return Math.min(1, Math.max(0, (percent - from) / (to - from || 1)));
}
