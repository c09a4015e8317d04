// The server under measurement: a child process with the embedded parts alone, whatever the
// environment says.

import { type ServerProcess, startServerProcess } from "../../src/program/server_process.ts";

const READY_TIMEOUT_MS = 90_000;
const ANSWER_TIMEOUT_MS = 10_000;
const EMBEDDED = {
  DATABASE_URL: "",
  REDIS_URL: "",
  REDIS_HOST: "",
  S3_BUCKET: "",
  ML_MODEL_URL: "",
};
const ROOMY = {
  GENERATE_LIMIT: "1000000",
  MAX_PENDING_JOBS: "100000",
  MAX_SOCKETS_PER_ADDRESS: "1000",
  LOG_LEVEL: "info",
};

export type BenchServer = ServerProcess & {
  /** From the start of the process to its first 200 on `/api/health/ready`. */
  readonly readyMs: number;
  /** The latest a timer of the server fired since the last scrape, and its memory. */
  readonly scrape: () => Promise<Scrape>;
};

export type Scrape = { readonly lagMs: number; readonly rssMb: number };

export async function startBenchServer(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<BenchServer> {
  const startMs = performance.now();
  const server = await startServerProcess({
    environment: { ...EMBEDDED, ...ROOMY, DATA_DIR: dataDir, ...environment },
    readyTimeoutMs: READY_TIMEOUT_MS,
  });
  const readyMs = performance.now() - startMs;
  return { ...server, readyMs, scrape: () => scrape(server.origin) };
}

async function scrape(origin: string): Promise<Scrape> {
  const answer = await fetch(`${origin}/metrics`, {
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  });
  const text = await answer.text();
  return {
    lagMs: gauge(text, "orpheus_event_loop_lag_max_seconds") * 1000,
    rssMb: gauge(text, "process_resident_memory_bytes") / 1e6,
  };
}

function gauge(text: string, name: string): number {
  const value = new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1];
  if (value === undefined) throw new Error(`/metrics has no ${name}`);
  return Number(value);
}
