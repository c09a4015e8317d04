// Two workers, twenty jobs in flight, and one of the two falls silent: killed, or stopped for so long
// that another has its jobs, and then let go on.

import type { Place } from "./bench_queue.ts";
import { CONCURRENCY, LEASE_SECONDS } from "./bench_queue.ts";
import { type BenchWorker, type JobLine, startBenchWorker } from "./bench_worker.ts";
import { type Contender, CONTENDERS } from "./contenders.ts";
import { pause } from "./pause.ts";
import { untilTrue } from "./until_true.ts";
import { wallClockMs } from "./worker_process.ts";

const JOBS = 2 * CONCURRENCY;
const HOLD_MS = 1_500;
const START_TIMEOUT_MS = 10_000;
const RESUME_TIMEOUT_MS = (LEASE_SECONDS + 30) * 1000;
/** For a stopped worker to do what it will once it goes on. */
const ZOMBIE_MS = 2_500;

export type Silence = "SIGKILL" | "SIGSTOP";

export type Recovery = {
  /** From the silence until the last of its jobs runs again. */
  readonly resumedSeconds: number;
  /** Jobs of the other worker that ran a second time. */
  readonly ranTwice: number;
  /** Jobs whose result was taken more than once. */
  readonly endedTwice: number;
  /** Jobs whose result was taken from the worker that had lost them. */
  readonly wrongOwner: number;
  readonly lost: number;
};

export async function measureRecovery(
  contender: Contender,
  place: Place,
  silence: Silence,
): Promise<Recovery> {
  await using queue = await CONTENDERS[contender](place);
  await using silent = await startBenchWorker(contender, place, HOLD_MS);
  await using other = await startBenchWorker(contender, place, HOLD_MS);
  const jobIds = await queue.submit(JOBS);
  await untilTrue(() => started(silent).size + started(other).size >= JOBS, START_TIMEOUT_MS);
  silent.signal(silence);
  const silentSince = wallClockMs();
  const orphans = [...started(silent)].filter((jobId) => !ended(silent).includes(jobId));
  const again = () => restartsOf(orphans, [silent, other], silentSince);
  if (silence === "SIGSTOP") {
    await untilTrue(() => again().length > 0, RESUME_TIMEOUT_MS);
    silent.signal("SIGCONT");
  }
  const isOver = (jobId: string) =>
    again().some((line) => line.jobId === jobId) || ended(silent).includes(jobId);
  await untilTrue(() => orphans.every(isOver), RESUME_TIMEOUT_MS);
  await pause(HOLD_MS + ZOMBIE_MS);
  return summarise({ silent, other, jobIds, orphans, silentSince });
}

function summarise({ silent, other, jobIds, orphans, silentSince }: {
  readonly silent: BenchWorker;
  readonly other: BenchWorker;
  readonly jobIds: readonly string[];
  readonly orphans: readonly string[];
  readonly silentSince: number;
}): Recovery {
  const ends = [...ended(silent), ...ended(other)];
  const restarts = restartsOf(orphans, [silent, other], silentSince);
  const countIn = (list: readonly string[], jobId: string) =>
    list.filter((other) => other === jobId).length;
  const starts = [...silent.lines, ...other.lines].filter(isStart).map(({ jobId }) => jobId);
  return {
    resumedSeconds: (Math.max(...restarts.map(({ atMs }) => atMs)) - silentSince) / 1000,
    ranTwice: jobIds.filter((jobId) => !orphans.includes(jobId) && countIn(starts, jobId) > 1)
      .length,
    endedTwice: jobIds.filter((jobId) => countIn(ends, jobId) > 1).length,
    wrongOwner: silent.lines.filter((line) => !isStart(line) && isHeldByOther(line, silent, other))
      .length,
    lost: jobIds.filter((jobId) => !ends.includes(jobId)).length,
  };
}

/** Whether the other worker was the last to start this job when this one ended it. */
function isHeldByOther(end: JobLine, one: BenchWorker, other: BenchWorker): boolean {
  const lastStart = ({ lines }: BenchWorker) =>
    Math.max(
      ...lines.filter((line) => isStart(line) && line.jobId === end.jobId && line.atMs < end.atMs)
        .map(({ atMs }) => atMs),
    );
  return lastStart(other) > lastStart(one);
}

/** The first start of each since then: a worker that goes on may take its own jobs anew. */
function restartsOf(
  jobIds: readonly string[],
  workers: readonly BenchWorker[],
  sinceMs: number,
): JobLine[] {
  const lines = workers.flatMap(({ lines }) => lines).filter((line) =>
    isStart(line) && line.atMs > sinceMs && jobIds.includes(line.jobId)
  );
  const inOrder = lines.toSorted((left, right) => right.atMs - left.atMs);
  return [...new Map(inOrder.map((line) => [line.jobId, line])).values()];
}

function started(worker: BenchWorker): Set<string> {
  return new Set(worker.lines.filter(isStart).map(({ jobId }) => jobId));
}

function ended(worker: BenchWorker): string[] {
  return worker.lines.filter(({ type }) => type === "ended").map(({ jobId }) => jobId);
}

function isStart({ type }: JobLine): boolean {
  return type === "started";
}
