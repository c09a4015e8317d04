// What it costs to deliver the frames of one job to all who watch it, and how soon they have them.

import { pause } from "../jobs/pause.ts";
import { BenchProcess } from "./bench_process.ts";
import { type Contender, CONTENDERS, type Server } from "./contenders.ts";
import { cpuMsOf } from "./process_usage.ts";
import type { Programs } from "./programs.ts";
import { type Count, Watchers } from "./watchers.ts";

export type Load = {
  readonly watchers: number;
  readonly perSecond: number;
  readonly seconds: number;
};

export type FanOut = {
  readonly cpuUsPerFrame: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Far below the pace, somebody was starved: what comes late comes together and costs less. */
  readonly framesPerSecond: number;
  /** Shares of one core. */
  readonly serverShare: number;
  readonly clientShare: number;
  /** Frames that some watcher did not get, or twice. */
  readonly missing: number;
};

/** So that code is compiled and buffers are there. */
const WARM_UP = { frames: 25, perSecond: 25 };
/** Frames of some 225 bytes. */
const NOTES = 3;
const LOOK_EVERY_MS = 50;
/** Without another frame for so long, no more are to come. */
const PATIENCE_MS = 3_000;

export async function measureFanOut(
  programs: Programs,
  contender: Contender,
  load: Load,
): Promise<FanOut> {
  const server: Server = CONTENDERS[contender];
  await using process = new BenchProcess(server.command(programs));
  const { port } = await process.answer<{ port: number }>();
  await using watchers = await Watchers.open(programs, server, { port, count: load.watchers });
  await publish(process, watchers, { ...WARM_UP, watchers: load.watchers });
  await watchers.begin();
  const startMs = performance.now();
  const cpuMs = cpuMsOf(process.pid);
  const frames = load.perSecond * load.seconds;
  await publish(process, watchers, { ...load, frames });
  const usedMs = cpuMsOf(process.pid) - cpuMs;
  const tookMs = performance.now() - startMs;
  return summarise(await watchers.report(), { expected: frames * load.watchers, usedMs, tookMs });
}

/** Resolves when all have come, or no more come. */
async function publish(
  process: BenchProcess,
  watchers: Watchers,
  order: { readonly frames: number; readonly perSecond: number; readonly watchers: number },
): Promise<void> {
  await watchers.begin();
  await process.ask(JSON.stringify({ ...order, notes: NOTES, do: "publish" }));
  let last = -1;
  let changedMs = performance.now();
  while (last < order.frames * order.watchers && performance.now() - changedMs < PATIENCE_MS) {
    const frames = await watchers.frames();
    if (frames > last) changedMs = performance.now();
    last = frames;
    if (last < order.frames * order.watchers) await pause(LOOK_EVERY_MS);
  }
}

function summarise(
  { frames, repeats, cpuMs, p50Ms, p99Ms }: Count,
  { expected, usedMs, tookMs }: {
    readonly expected: number;
    readonly usedMs: number;
    readonly tookMs: number;
  },
): FanOut {
  return {
    cpuUsPerFrame: usedMs * 1000 / frames,
    p50Ms,
    p99Ms,
    framesPerSecond: frames / tookMs * 1000,
    serverShare: usedMs / tookMs,
    clientShare: cpuMs / tookMs,
    missing: expected - (frames - repeats) + repeats,
  };
}
