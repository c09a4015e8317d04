// The echo listener as a child process: two listeners never share one.

import { fileURLToPath } from "node:url";

const ECHO = fileURLToPath(import.meta.resolve("./echo_listener.ts"));

export type ListenerKind = "node" | "deno";

export type EchoProcess = AsyncDisposable & {
  readonly port: number;
  /** Memory it holds, in bytes. */
  readonly residentBytes: () => Promise<number>;
};

/** @param openFiles as many as the process may have. @default what this one may */
export async function startEcho(kind: ListenerKind, openFiles?: number): Promise<EchoProcess> {
  const limit = openFiles === undefined ? "" : `ulimit -n ${openFiles}; `;
  const child = new Deno.Command("sh", {
    args: ["-c", `${limit}exec "$0" run --allow-all "$1" "$2"`, Deno.execPath(), ECHO, kind],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const port = Number((await reader.read()).value);
  await reader.cancel();
  return {
    port,
    residentBytes: () => residentBytesOf(child.pid),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

async function residentBytesOf(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
}
