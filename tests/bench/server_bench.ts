// `deno task bench`: the running server against its targets, as one table. Takes some minutes.

import { startBenchServer } from "./bench_server.ts";
import type { Figure } from "./figure.ts";
import { formatReport } from "./format_report.ts";
import { type IdlePeer, startIdlePeer } from "./idle_peer.ts";
import { measureBlends } from "./measure_blends.ts";
import { measureIdle } from "./measure_idle.ts";
import { measureStarts } from "./measure_starts.ts";
import { measureSubmits } from "./measure_submits.ts";

if (import.meta.main) await main();

async function main(): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "orpheus-bench-" });
  try {
    print(`\n${formatReport(await measure(dataDir))}`);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
}

async function measure(dataDir: string): Promise<Figure[]> {
  await using peer = startIdlePeer();
  print("Starting servers …");
  const starts = await measureStarts(dataDir, peer);
  print("Blending …");
  const running = await measureRunning(dataDir, peer);
  print("Submitting …");
  return [...starts, ...running, ...await measureQueueing(dataDir)];
}

async function measureRunning(dataDir: string, peer: IdlePeer): Promise<Figure[]> {
  await using server = await startBenchServer(dataDir);
  const blends = await measureBlends(server, peer);
  print("Idling …");
  return [...blends, ...await measureIdle(server, peer)];
}

/** Without workers, so that no blend beside it is measured too. */
async function measureQueueing(dataDir: string): Promise<Figure[]> {
  await using server = await startBenchServer(dataDir, { WORKERS: "0" });
  return await measureSubmits(server.origin);
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
