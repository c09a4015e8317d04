// A program of this repository as a child process: what it writes, how it ends.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfig } from "../../src/config.ts";
import { permissionFlags } from "../../src/program/permissions.ts";
import { eventually } from "./eventually.ts";

export const ROOT = fileURLToPath(import.meta.resolve("../.."));
const MAIN = join(ROOT, "main.ts");
export const SERVER = ["run", "-A", MAIN];
/** The first start makes a database and a catalogue, on a machine that may be busy. */
const READY_TIMEOUT_MS = 120_000;

export type Program = AsyncDisposable & {
  readonly pid: number;
  /** The lines of its output so far. */
  readonly lines: readonly string[];
  readonly stderr: () => string;
  /** Its exit code, once it has ended and all it wrote was read. */
  readonly exit: Promise<number>;
  readonly kill: (signal: Deno.Signal) => void;
};

export type ProgramOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** @default the repository */
  readonly cwd?: string;
};

/** Runs `deno` with these arguments. Disposing ends it at once. */
export function runProgram(args: readonly string[], options: ProgramOptions = {}): Program {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: options.cwd ?? ROOT,
    env: { NO_COLOR: "1", ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lines: string[] = [];
  let complaints = "";
  const isOver = Promise.all([
    child.status,
    readLines(child.stdout, (line) => lines.push(line)),
    readText(child.stderr, (text) => complaints += text),
  ]);
  const exit = isOver.then(([{ code }]) => code);
  return {
    pid: child.pid,
    lines,
    stderr: () => complaints,
    exit,
    kill: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch {
        // Gone already.
      }
      await exit;
    },
  };
}

export type ServerProgram = Program & { readonly url: string };

/** The server under no more permissions than `deno task start` gives it. */
export function leastServer(env: Readonly<Record<string, string>>): string[] {
  const flags = permissionFlags(parseConfig({ PORT: "0", ...env }));
  return ["run", "--no-prompt", "--cached-only", ...flags, MAIN];
}

/** Runs the server on a free port and waits until it is ready. */
export async function runServer(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = SERVER,
): Promise<ServerProgram> {
  await using stack = new AsyncDisposableStack();
  const program = stack.use(runProgram(args, { env: { PORT: "0", ...env } }));
  const url = await addressOf(program);
  await untilReady(url, program);
  stack.move();
  return { ...program, url };
}

/** Where a program that logs "Listening" listens. */
export async function addressOf(program: Program): Promise<string> {
  let port: number | undefined;
  await whileRunning(program, () => {
    port = program.lines.map((line) => JSON.parse(line))
      .find(({ msg }) => msg === "Listening")?.port;
    if (port === undefined) throw new Error("The program does not listen in time");
  });
  return `http://127.0.0.1:${port}`;
}

async function untilReady(url: string, program: Program): Promise<void> {
  await whileRunning(program, async () => {
    const answer = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(5_000) });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`The server is not ready: ${answer.status}`);
  });
}

async function whileRunning(program: Program, check: () => unknown): Promise<void> {
  let exitCode: number | undefined;
  void program.exit.then((code) => exitCode = code);
  await eventually(() => exitCode ?? check(), { timeoutMs: READY_TIMEOUT_MS });
  if (exitCode === undefined) return;
  throw new Error(`The program has ended: ${program.lines.at(-1)} ${program.stderr()}`);
}

async function readLines(stream: ReadableStream<Uint8Array>, take: (line: string) => void) {
  let rest = "";
  await readText(stream, (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(line);
  });
  if (rest !== "") take(rest);
}

async function readText(stream: ReadableStream<Uint8Array>, take: (text: string) => void) {
  const decoder = new TextDecoder();
  for await (const part of stream) take(decoder.decode(part, { stream: true }));
}
