// A server as a child process of this one: on a free port, ended when disposed.

import { TextLineStream } from "./text_line_stream.ts";

export type ServerProcess = AsyncDisposable & {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly pid: number;
  /** Asks it to stop, ends it when it does not, and gives its exit code. */
  readonly stop: () => Promise<number>;
};

export type ServerProcessOptions = {
  /** Added to this process's own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly readyTimeoutMs: number;
  /** Each line of the server's log, as it is. */
  readonly onLine?: (line: string) => void;
  /** Where its complaints go. @default "null" */
  readonly stderr?: "null" | "inherit";
};

const MAIN = new URL("../../main.ts", import.meta.url);
const POLL_MS = 25;
const STOP_TIMEOUT_MS = 30_000;

/** Resolves when the server is ready. @throws {Error} with its last words when it is not in time. */
export async function startServerProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", MAIN.pathname],
    env: { ...options.environment, PORT: "0", HOST: "127.0.0.1" },
    stdin: "null",
    stdout: "piped",
    stderr: options.stderr ?? "null",
  }).spawn();
  const signal = AbortSignal.timeout(options.readyTimeoutMs);
  const listening = Promise.withResolvers<number>();
  const lines = readLines(child, (line) => {
    options.onLine?.(line);
    const port = portOf(line);
    if (port !== undefined) listening.resolve(port);
  });
  void lines.then((last) => listening.reject(new Error(`The server did not start: ${last}`)));
  const giveUp = () => listening.reject(signal.reason);
  signal.addEventListener("abort", giveUp);
  const stop = () => stopChild(child, lines);
  try {
    const origin = `http://127.0.0.1:${await listening.promise}`;
    await untilReady(origin, signal);
    return { origin, pid: child.pid, stop, [Symbol.asyncDispose]: async () => void await stop() };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    // While somebody listens to it, its timer keeps this process alive.
    signal.removeEventListener("abort", giveUp);
  }
}

/** Resolves with the last message when the output ends. */
async function readLines(
  child: Deno.ChildProcess,
  onLine: (line: string) => void,
): Promise<string> {
  let last = "no message";
  const lines = child.stdout.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    onLine(line);
    last = messageOf(line) ?? last;
  }
  return last;
}

function messageOf(line: string): string | undefined {
  const entry = parse(line);
  return entry?.error ?? entry?.msg;
}

function portOf(line: string): number | undefined {
  const entry = parse(line);
  return entry?.msg === "Listening" ? entry.port : undefined;
}

function parse(line: string): { msg?: string; error?: string; port?: number } | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function untilReady(origin: string, signal: AbortSignal): Promise<void> {
  while (true) {
    const answer = await fetch(`${origin}/api/health/ready`, { signal });
    await answer.body?.cancel();
    if (answer.ok) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function stopChild(child: Deno.ChildProcess, lines: Promise<string>): Promise<number> {
  const kill = (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // Gone already.
    }
  };
  kill("SIGTERM");
  const timer = setTimeout(() => kill("SIGKILL"), STOP_TIMEOUT_MS);
  const [{ code }] = await Promise.all([child.status, lines]);
  clearTimeout(timer);
  return code;
}
