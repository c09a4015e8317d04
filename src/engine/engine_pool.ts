// The engine's workers: one for each task that runs and at most one to help it, started when needed,
// ended when idle. Whatever stops a task early ends its workers, as nothing else stops music that is
// being computed.

import { AppError } from "../errors.ts";
import type { EngineTask, TaskReport } from "./engine_message.ts";
import { renderInTwo } from "./render_in_two.ts";
import { Slots } from "./slots.ts";
import { workerReports } from "./worker_reports.ts";
import { WorkerTeam } from "./worker_team.ts";

export type EnginePoolOptions = {
  /** Tasks at once, at least 1. */
  readonly size: number;
  /** Tasks that may wait. @default 2 for each that runs */
  readonly maxWaiting?: number;
  /** How long an idle worker is kept. @default 60 s */
  readonly idleMs?: number;
  /** Longest time for one task. @default 8 min */
  readonly taskMs?: number;
  readonly startWorker?: () => Worker;
};

export interface EnginePool extends AsyncDisposable {
  /**
   * Runs a task, which takes its bytes away. Whoever stops reading early must abort `signal`.
   * @throws {AppError} `queue_full`, `draining`, `ml_timeout`, `internal`, or why the task failed.
   */
  run(task: EngineTask, signal: AbortSignal): AsyncGenerator<TaskReport, void, void>;
  /** Workers that are there, busy or idle. */
  readonly workers: number;
}

const IDLE_MS = 60_000;
const TASK_MS = 8 * 60_000;

export function createEnginePool(options: EnginePoolOptions): EnginePool {
  const { size, startWorker = startEngineWorker, taskMs = TASK_MS } = options;
  const slots = new Slots({ count: size, maxWaiting: options.maxWaiting ?? 2 * size });
  const team = new WorkerTeam(options.idleMs ?? IDLE_MS);
  const closing = new AbortController();

  async function* runOnWorker(task: EngineTask, signal: AbortSignal) {
    signal.throwIfAborted();
    const worker = team.takeIdle() ?? team.add(startWorker());
    // What is composed will be rendered: 0.7 s are saved when the second worker has started by then.
    if (task.type === "generate" && slots.hasFree) team.warmUp(startWorker);
    const end = () => team.end(worker);
    signal.addEventListener("abort", end, { once: true });
    let isSound = false;
    try {
      for await (const report of workerReports(worker, task, { signal, timeoutMs: taskMs })) {
        isSound = report.type === "end" || report.type === "failed";
        if (report.type === "failed") throw new AppError(report.code, report.message);
        if (report.type !== "end") yield report;
      }
    } finally {
      signal.removeEventListener("abort", end);
      if (isSound) team.keepIdle(worker);
      else end();
    }
  }

  return {
    async *run(task, callSignal) {
      const signal = AbortSignal.any([callSignal, closing.signal]);
      const giveSlot = await slots.take(signal);
      // Given at once, as a reader that has gone may never come back to this generator.
      signal.addEventListener("abort", giveSlot, { once: true });
      try {
        // With nothing else to do, two workers make a file in half the time.
        if (task.type === "render" && slots.hasFree) yield* renderInTwo(task, runOnWorker, signal);
        else yield* runOnWorker(task, signal);
      } finally {
        signal.removeEventListener("abort", giveSlot);
        giveSlot();
      }
    },
    get workers() {
      return team.size;
    },
    // deno-lint-ignore require-await
    async [Symbol.asyncDispose]() {
      closing.abort(new AppError("draining", "The engine is stopping"));
      team.endAll();
    },
  };
}

function startEngineWorker(): Worker {
  return new Worker(new URL("./engine_worker.ts", import.meta.url), {
    type: "module",
    name: "engine",
    deno: { permissions: "none" },
  });
}
