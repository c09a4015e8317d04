// How long each stage took in recent runs: what estimates rest on, and what they cannot go beyond.

import type { Timings } from "./job.ts";
import type { RecentRun } from "./job_store.ts";
import { soundSeconds, type WorkOptions } from "./sound_seconds.ts";

/** Fewer runs say too little to promise anything. */
const MIN_RUNS = 3;

/** The stages that take time, in their order. */
export const TIMED_STAGES = ["fetchMs", "generateMs", "convertMs", "storeMs"] as const;
export type TimedStage = (typeof TIMED_STAGES)[number];

/** Of ten runs, one was below `low` and one above `high`. */
export type Spread = { readonly low: number; readonly middle: number; readonly high: number };

export type RunSpeeds = {
  /** Milliseconds of a stage for a blend like this; undefined when too few are known. */
  stageMs(stage: TimedStage, options: WorkOptions): Spread | undefined;
  /** Milliseconds of a whole run, whatever its length. */
  readonly runMs: Spread | undefined;
};

/** Looks at what every run did: a stage that an earlier attempt had finished counts for nothing. */
export function measureSpeeds(runs: readonly RecentRun[]): RunSpeeds {
  const spreads = new Map(TIMED_STAGES.map((stage) => [
    stage,
    spreadOf(runs.map((run) => perUnit(stage, run)).filter((value) => value !== undefined)),
  ]));
  return {
    stageMs(stage, options) {
      const spread = spreads.get(stage);
      return spread && scale(spread, unitsOf(stage, options));
    },
    runMs: spreadOf(runs.map(({ timings }) => workMs(timings)).filter((ms) => ms !== undefined)),
  };
}

function perUnit(stage: TimedStage, { timings, options }: RecentRun): number | undefined {
  const ms = timings[stage];
  return ms === undefined ? undefined : ms / unitsOf(stage, options);
}

/** Composing takes its time per second of the piece, rendering per second of sound. */
function unitsOf(stage: TimedStage, options: WorkOptions): number {
  if (stage === "convertMs") return soundSeconds(options);
  return stage === "generateMs" ? options.lengthSeconds : 1;
}

function workMs(timings: Partial<Timings>): number | undefined {
  const stages = TIMED_STAGES.map((stage) => timings[stage]);
  return stages.reduce<number | undefined>(
    (sum, ms) => sum === undefined || ms === undefined ? undefined : sum + ms,
    0,
  );
}

function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length < MIN_RUNS) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return { low: at(0.1), middle: at(0.5), high: at(0.9) };
}

function scale({ low, middle, high }: Spread, factor: number): Spread {
  return { low: low * factor, middle: middle * factor, high: high * factor };
}
