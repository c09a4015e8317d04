// When a job will be done, as a range: what is left of it, and before that its wait for a worker.

import type { Eta, Job, Stage } from "./job.ts";
import { estimatedElapsedMs, stageShare } from "./progress.ts";
import { type RunSpeeds, type Spread, TIMED_STAGES, type TimedStage } from "./run_speeds.ts";

/** What an estimate needs to know of a job; a running one's stage too. */
export type EtaSubject =
  & Pick<Job, "status" | "progress" | "queuePosition" | "options">
  & Partial<Pick<Job, "stage" | "progressBasis" | "outputs">>;

/** What was seen lately. */
export type EtaBasis = {
  readonly speeds: RunSpeeds;
  /** Jobs that run now, in all processes. */
  readonly running: number;
  /** Jobs that this process may run at once. */
  readonly workers: number;
};

type Range = { readonly low: number; readonly high: number };

const STAGE_TIMING: Readonly<Partial<Record<Stage, TimedStage>>> = {
  fetching: "fetchMs",
  generating: "generateMs",
  converting: "convertMs",
  storing: "storeMs",
};

/** Null for a job that is over, and where recent runs do not say enough. */
export function estimateEta(job: EtaSubject, basis: EtaBasis): Eta | null {
  const left = job.status === "running"
    ? runningMs(job, basis.speeds)
    : job.status === "pending"
    ? sumOf([waitingMs(job, basis), workMs(job, basis.speeds)])
    : undefined;
  return left === undefined ? null : {
    lowSeconds: Math.floor(left.low / 1000),
    highSeconds: Math.max(1, Math.ceil(left.high / 1000)),
    basis: "history",
  };
}

/** The rest of the stage by its progress, and all of the later ones. */
function runningMs(job: EtaSubject, speeds: RunSpeeds): Range | undefined {
  const { stage = "queued", progress, options } = job;
  const current = STAGE_TIMING[stage];
  if (current === undefined) return undefined;
  const later = TIMED_STAGES.slice(TIMED_STAGES.indexOf(current) + 1);
  const whole = speeds.stageMs(current, options);
  return sumOf([
    whole && restOf(whole, stageShare(stage, progress), job.progressBasis),
    ...later.map((stage) => speeds.stageMs(stage, options)),
  ]);
}

/** Estimated progress slows down towards the end of its stage, and tells how long it has run. */
function restOf(
  { low, middle, high }: Spread,
  share: number,
  progressBasis: Job["progressBasis"] | undefined,
): Range {
  if (progressBasis === "reported") return { low: low * (1 - share), high: high * (1 - share) };
  const elapsed = estimatedElapsedMs(share, middle);
  return { low: Math.max(0, low - elapsed), high: Math.max(0, high - elapsed) };
}

/** What a worker will do: it skips what an earlier attempt has composed. */
function workMs({ outputs, options }: EtaSubject, speeds: RunSpeeds): Range | undefined {
  const isComposed = outputs?.some(({ kind }) => kind === "midi");
  const stages = isComposed ? (["convertMs", "storeMs"] as const) : TIMED_STAGES;
  return sumOf(stages.map((stage) => speeds.stageMs(stage, options)));
}

/**
 * Until enough of the jobs that run and those ahead have ended. How long the ones that run have
 * been at it is not known, so each worker's first end may be near or a whole run away.
 */
function waitingMs({ queuePosition }: EtaSubject, basis: EtaBasis): Range | undefined {
  const { running, workers, speeds: { runMs } } = basis;
  const parallel = Math.max(running, workers, 1);
  const ends = (queuePosition ?? 1) - (parallel - running);
  if (ends <= 0) return { low: 0, high: 0 };
  return runMs && {
    low: runMs.middle * Math.floor((ends - 1) / parallel),
    high: runMs.middle * Math.ceil(ends / parallel) + runMs.high - runMs.middle,
  };
}

function sumOf(ranges: readonly (Range | undefined)[]): Range | undefined {
  return ranges.reduce(
    (sum, range) => sum && range && { low: sum.low + range.low, high: sum.high + range.high },
    { low: 0, high: 0 },
  );
}
