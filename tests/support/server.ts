// The whole program as a child process with data of its own, as tests from outside need it.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "./eventually.ts";
import { freePort } from "./needed_program.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** The first start makes a database and a catalogue, on a machine that may be busy. */
const START_TIMEOUT_MS = 90_000;
/** A little longer than the program gives itself to stop. */
const STOP_TIMEOUT_MS = 32_000;

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
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = stack.use(run({ PORT: String(port), DATA_DIR: folder.path, ...env }));
  await waitUntilReady(url, program);
  const kept = stack.move();
  return {
    url,
    stdout: program.stdout,
    stop: program.stop,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

type Program = AsyncDisposable & {
  readonly stdout: () => string;
  readonly stop: () => Promise<number>;
  readonly exitCode: () => number | undefined;
};

function run(env: Record<string, string>): Program {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts"],
    cwd: ROOT,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let [text, exitCode] = ["", undefined as number | undefined];
  const reading = readText(child.stdout, (part) => text += part);
  const ended = child.status.then(({ code }) => exitCode = code);
  const stop = async () => {
    if (exitCode === undefined) child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    const code = await ended;
    clearTimeout(timer);
    await reading;
    return code;
  };
  return {
    stdout: () => text,
    exitCode: () => exitCode,
    stop,
    [Symbol.asyncDispose]: async () => void await stop(),
  };
}

async function readText(stream: ReadableStream<Uint8Array>, take: (text: string) => void) {
  const decoder = new TextDecoder();
  for await (const part of stream) take(decoder.decode(part, { stream: true }));
}

async function waitUntilReady(url: string, { exitCode, stdout }: Program): Promise<void> {
  const check = () => exitCode() ?? checkReady(url);
  await eventually(check, { timeoutMs: START_TIMEOUT_MS, everyMs: 100 });
  if (exitCode() !== undefined) throw new Error(`The server ended at once: ${stdout()}`);
}

async function checkReady(url: string): Promise<void> {
  const response = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The server is not ready: ${response.status}`);
}
