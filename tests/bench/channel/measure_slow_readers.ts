// A thousand watchers of whom some stop reading: what they cost the server and the others, and when
// it is rid of them.

import { pause } from "../jobs/pause.ts";
import { BenchProcess } from "./bench_process.ts";
import { CONTENDERS, type Server } from "./contenders.ts";
import type { SocketCount } from "./orpheus_process.ts";
import { rssBytesOf } from "./process_usage.ts";
import type { Programs } from "./programs.ts";
import { Watchers } from "./watchers.ts";

export const WATCHERS = 1_000;
export const SLOW = 50;

const PER_SECOND = 50;
/** Frames of some 8 KB: the kernel takes 4 MB for each who does not read, and only then we do. */
const NOTES = 400;
const WINDOW_MS = 3_000;
const CALM_WINDOWS = 4;
const LOOK_EVERY_MS = 100;
const PING = JSON.stringify({ type: "ping" });
const MAX_SLOW_MS = 60_000;
const FRAMES = (2 * CALM_WINDOWS + 2) * (WINDOW_MS / 1000) * PER_SECOND +
  MAX_SLOW_MS / 1000 * PER_SECOND;

export type SlowReaders = Riddance & {
  /** The p99 of those who read, in each window: while all do, and while some do not. */
  readonly calmP99Ms: readonly number[];
  readonly slowP99Ms: readonly number[];
  readonly rssBeforeMb: number;
  /** Frames that those who read did not get, or not once, or not in order. */
  readonly missing: number;
};

type Riddance = {
  readonly rssMaxMb: number;
  /** Since they stopped reading, until the last was told to go, and was gone. */
  readonly closedSeconds: number;
  readonly freedSeconds: number;
};

export async function measureSlowReaders(programs: Programs): Promise<SlowReaders> {
  const server: Server = CONTENDERS["Orpheus, batched"];
  await using process = new BenchProcess(server.command(programs));
  const { port } = await process.answer<{ port: number }>();
  await using watchers = await Watchers.open(programs, server, { port, count: WATCHERS });
  await process.ask(JSON.stringify({
    do: "begin to publish",
    frames: FRAMES,
    perSecond: PER_SECOND,
    notes: NOTES,
  }));
  await takeWindow(watchers);
  const before = await takeWindows(watchers, CALM_WINDOWS);
  const rssBeforeMb = rssBytesOf(process.pid) / 1e6;
  // Heard of just now, they are slow for longer than silence would take to close them.
  await watchers.say(PING);
  await watchers.pause(SLOW);
  const { windows, riddance } = await windowsUntilRid(watchers, process);
  const after = await takeWindows(watchers, CALM_WINDOWS);
  return {
    ...riddance,
    rssBeforeMb,
    calmP99Ms: [...before, ...after].map(({ p99Ms }) => p99Ms),
    slowP99Ms: windows.map(({ p99Ms }) => p99Ms),
    missing: [...windows, ...after].reduce((sum, { gaps, repeats }) => sum + gaps + repeats, 0),
  };
}

type Window = { readonly p99Ms: number; readonly gaps: number; readonly repeats: number };

async function takeWindows(watchers: Watchers, count: number): Promise<Window[]> {
  const windows: Window[] = [];
  while (windows.length < count) windows.push(await takeWindow(watchers));
  return windows;
}

async function windowsUntilRid(
  watchers: Watchers,
  process: BenchProcess,
): Promise<{ readonly windows: readonly Window[]; readonly riddance: Riddance }> {
  const windows: Window[] = [];
  let isOver = false;
  const over = watchRiddance(process).finally(() => isOver = true);
  while (!isOver) windows.push(await takeWindow(watchers));
  return { windows, riddance: await over };
}

async function takeWindow(watchers: Watchers): Promise<Window> {
  await watchers.begin();
  await pause(WINDOW_MS);
  return await watchers.report();
}

/** Resolves when the server has let go of every one that does not read. */
async function watchRiddance(process: BenchProcess): Promise<Riddance> {
  const startMs = performance.now();
  let closedSeconds: number | undefined;
  let rssMaxMb = 0;
  for (;;) {
    const { sockets, slow } = await process.ask<SocketCount>(JSON.stringify({ do: "tell" }));
    const seconds = (performance.now() - startMs) / 1000;
    rssMaxMb = Math.max(rssMaxMb, rssBytesOf(process.pid) / 1e6);
    if (slow >= SLOW) closedSeconds ??= seconds;
    if (closedSeconds !== undefined && sockets === WATCHERS - SLOW) {
      return { rssMaxMb, closedSeconds, freedSeconds: seconds };
    }
    if (seconds * 1000 > MAX_SLOW_MS) throw new Error(`Only ${slow} of ${SLOW} were closed`);
    await pause(LOOK_EVERY_MS);
  }
}
