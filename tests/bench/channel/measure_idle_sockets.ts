// What it costs a server to open a socket and subscribe, and what it holds while that is silent.

import { pause } from "../jobs/pause.ts";
import { BenchProcess } from "./bench_process.ts";
import { type Contender, CONTENDERS, type Server } from "./contenders.ts";
import { cpuMsOf, rssBytesOf } from "./process_usage.ts";
import type { Programs } from "./programs.ts";
import { Watchers } from "./watchers.ts";

export const IDLE_SOCKETS = 5_000;

/** Opened and closed before, so that code and buffers that every server needs are there. */
const WARM_UP_SOCKETS = 500;
const SETTLE_MS = 1_500;

/** Of each socket. */
export type IdleSocket = { readonly cpuUs: number; readonly rssKb: number };

export async function measureIdleSockets(
  programs: Programs,
  contender: Contender,
): Promise<IdleSocket> {
  const server: Server = CONTENDERS[contender];
  await using process = new BenchProcess(server.command(programs));
  const { port } = await process.answer<{ port: number }>();
  const open = (count: number) => Watchers.open(programs, server, { port, count });
  await (await open(WARM_UP_SOCKETS))[Symbol.asyncDispose]();
  const before = await settledBytes(process);
  const cpuMs = cpuMsOf(process.pid);
  await using _watchers = await open(IDLE_SOCKETS);
  const usedMs = cpuMsOf(process.pid) - cpuMs;
  const rssBytes = await settledBytes(process) - before;
  return { cpuUs: usedMs * 1000 / IDLE_SOCKETS, rssKb: rssBytes / 1000 / IDLE_SOCKETS };
}

async function settledBytes(process: BenchProcess): Promise<number> {
  await pause(SETTLE_MS);
  await process.ask(JSON.stringify({ do: "collect garbage" }));
  await pause(SETTLE_MS / 2);
  await process.ask(JSON.stringify({ do: "collect garbage" }));
  return rssBytesOf(process.pid);
}
