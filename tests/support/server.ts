// The whole program as a child process with data of its own, as tests from outside need it.

import { startServerProcess } from "../../src/program/server_process.ts";
import { temporaryFolder } from "./temporary_folder.ts";

/** The first start makes a database and a catalogue, on a machine that may be busy. */
const READY_TIMEOUT_MS = 90_000;

export type RunningServer = AsyncDisposable & {
  readonly url: string;
  /** What the program has written so far. */
  readonly stdout: () => string;
  /** Sends SIGTERM and gives the exit code. */
  readonly stop: () => Promise<number>;
};

/** Starts the program and waits until it is ready. `env` comes on top of its port and folder. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  let stdout = "";
  const server = stack.use(
    await startServerProcess({
      environment: { DATA_DIR: folder.path, ...env },
      readyTimeoutMs: READY_TIMEOUT_MS,
      onLine: (line) => stdout += `${line}\n`,
      stderr: "inherit",
    }),
  );
  const kept = stack.move();
  return {
    url: server.origin,
    stdout: () => stdout,
    stop: server.stop,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
