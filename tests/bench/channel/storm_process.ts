// All watchers of a storm in a process of their own: `storm_process.ts <watchers> <servers> <jobs>`,
// the latter two as JSON. It says when all watch, when all have come back after the break, and, once
// every job has ended for each, what each was told.

import { wallClockMs } from "../jobs/worker_process.ts";
import { StormWatcher } from "./storm_watcher.ts";

export type StormLine =
  | { readonly all: "watching" }
  /** When each was up to date again. */
  | { readonly all: "resumed"; readonly atMs: readonly number[] }
  | { readonly all: "ended" };

export type Told = { readonly jobId: string; readonly seqs: readonly number[] };

main(Deno.args);

function main([count, servers, jobs]: string[]): void {
  const [urls, jobIds] = [JSON.parse(servers!), JSON.parse(jobs!)] as [string[], string[]];
  const watchers: StormWatcher[] = [];
  const total = Number(count);
  const resumedAtMs: number[] = [];
  let watching = 0;
  let ended = 0;
  const resumed = () => {
    if (watching < total) {
      if (++watching === total) say({ all: "watching" });
    } else if (resumedAtMs.push(wallClockMs()) === total) {
      say({ all: "resumed", atMs: resumedAtMs });
    }
  };
  const hasEnded = () => {
    if (++ended < total) return;
    say({ all: "ended" });
    for (const { jobId, seqs } of watchers) say({ jobId, seqs });
  };
  for (let i = 0; i < total; i++) {
    const jobId = jobIds[i % jobIds.length]!;
    watchers.push(new StormWatcher({ jobId, urls, resumed, ended: hasEnded }));
  }
}

function say(line: StormLine | Told): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
}
