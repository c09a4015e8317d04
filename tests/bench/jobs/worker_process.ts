// A worker of one queue in a process of its own: `worker_process.ts <contender> <place> <holdMs>`.
// It says on a line each what it does, with the time, until somebody ends it.

import type { Place } from "./bench_queue.ts";
import { type Contender, CONTENDERS } from "./contenders.ts";

export type WorkerLine =
  | { readonly type: "ready" }
  | { readonly type: "started" | "ended"; readonly jobId: string; readonly atMs: number };

/** The same for all processes of a machine, and finer than `Date.now()`. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now();
}

if (import.meta.main) await main(Deno.args);

async function main([contender, place, holdMs]: string[]): Promise<void> {
  const queue = await CONTENDERS[contender as Contender](JSON.parse(place!) as Place);
  await queue.work({
    started: (jobId) => say({ type: "started", jobId, atMs: wallClockMs() }),
    run: (_, signal) => hold(Number(holdMs), signal),
    asksWhoseResult: true,
    ended: (jobId) => say({ type: "ended", jobId, atMs: wallClockMs() }),
  }, "apart");
  say({ type: "ready" });
}

function say(line: WorkerLine): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
}

/** As a well-behaved handler does, it stops when its queue tells it to. */
async function hold(holdMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, holdMs);
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  await promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  });
}
