// All that are measured, ours first: how each is started and how its clients speak.

import type { Command } from "./bench_process.ts";
import { fileOf, type NodePeer, type Programs } from "./programs.ts";
import { WATCHED_JOB_ID } from "./watched_job.ts";

export type Contender = keyof typeof CONTENDERS;

export type Server = {
  readonly command: (programs: Programs) => Command;
  readonly path: string;
  readonly protocol: "plain" | "socketio";
  /** What a client sends once it is open. */
  readonly greeting?: string;
};

const SERVER_CORE = 0;
const SUBSCRIBE = JSON.stringify({ type: "subscribe", id: "1", jobId: WATCHED_JOB_ID });

export const CONTENDERS = {
  "Orpheus, batched": ours("node", "?batch=1"),
  "Orpheus": ours("node", ""),
  "Orpheus on Deno.serve, batched": ours("deno", "?batch=1"),
  "Deno.serve": {
    command: () => deno("deno_serve_process.ts"),
    path: "/",
    protocol: "plain",
  },
  "ws on Node": { command: node("ws"), path: "/", protocol: "plain" },
  "Socket.IO on Node": {
    command: node("socketio"),
    path: "/socket.io/?EIO=4&transport=websocket",
    protocol: "socketio",
  },
} as const satisfies Record<string, Server>;

export const NAMES = Object.keys(CONTENDERS) as Contender[];

function ours(listener: "node" | "deno", query: string): Server {
  return {
    command: () => deno("orpheus_process.ts", listener),
    path: `/api/ws${query}`,
    protocol: "plain",
    greeting: SUBSCRIBE,
  };
}

function deno(file: string, ...args: string[]): Command {
  const flags = ["run", "--quiet", "--allow-all", "--v8-flags=--expose-gc"];
  return { program: Deno.execPath(), args: [...flags, fileOf(file), ...args], core: SERVER_CORE };
}

function node(name: NodePeer): (programs: Programs) => Command {
  return (programs) => ({
    program: "node",
    args: ["--expose-gc", programs.nodePeer(name)],
    core: SERVER_CORE,
  });
}
