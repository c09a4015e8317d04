// A worker process as the bench sees it: what it has said, and the signals it can be sent.

import { TextLineStream } from "../../../src/program/text_line_stream.ts";
import type { Place } from "./bench_queue.ts";
import type { Contender } from "./contenders.ts";
import type { WorkerLine } from "./worker_process.ts";

export type JobLine = Extract<WorkerLine, { type: "started" | "ended" }>;

export type BenchWorker = AsyncDisposable & {
  /** All that it has started and ended so far. */
  readonly lines: readonly JobLine[];
  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
};

const PROGRAM = new URL("./worker_process.ts", import.meta.url).pathname;

/** Resolves when the worker waits for jobs. */
export async function startBenchWorker(
  contender: Contender,
  place: Place,
  holdMs: number,
): Promise<BenchWorker> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", PROGRAM, contender, JSON.stringify(place), `${holdMs}`],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines: JobLine[] = [];
  const ready = Promise.withResolvers<void>();
  const reading = read(child, (line) => line.type === "ready" ? ready.resolve() : lines.push(line));
  void reading.then(() => ready.reject(new Error(`A worker of ${contender} did not start`)));
  await ready.promise;
  return {
    lines,
    signal: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It was killed before.
      }
      await Promise.all([child.status, reading]);
    },
  };
}

async function read(child: Deno.ChildProcess, onLine: (line: WorkerLine) => void): Promise<void> {
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream());
  for await (const line of lines) onLine(JSON.parse(line));
}
