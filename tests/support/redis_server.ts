// A real Redis server of its own, on a free port of the loopback, that keeps nothing on disk.

import { once } from "node:events";
import { connect } from "node:net";
import { eventually } from "./eventually.ts";
import { firstFile, freePort, needProgram } from "./needed_program.ts";

const program = firstFile([
  "/usr/bin/redis-server",
  "/usr/local/bin/redis-server",
  "/opt/homebrew/bin/redis-server",
]);

/** The options of a test that needs a Redis server. */
export const NEEDS_REDIS = needProgram("Redis", program);

export type RedisServer = AsyncDisposable & {
  readonly port: number;
  readonly url: string;
  start(): Promise<void>;
  stopAtOnce(): Promise<void>;
};

/** Starts a server, which ends with the test. */
export async function startRedisServer(): Promise<RedisServer> {
  if (program === undefined) throw new Error("Redis is not installed");
  const port = freePort();
  let child: Deno.ChildProcess | undefined;
  const start = async () => {
    child = new Deno.Command(program, {
      args: ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
      stdout: "null",
      stderr: "null",
    }).spawn();
    await eventually(() => knock(port));
  };
  const stopAtOnce = async () => {
    child?.kill("SIGKILL");
    await child?.status;
    child = undefined;
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    stopAtOnce,
    [Symbol.asyncDispose]: stopAtOnce,
  };
}

async function knock(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
  } finally {
    socket.destroy();
  }
}
