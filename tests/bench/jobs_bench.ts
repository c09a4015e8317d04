// `deno task bench:jobs`: our queue against its targets and beside pg-boss, graphile-worker and
// BullMQ, on the same servers in one run, as one table. Takes some minutes.

import { type BenchServers, startBenchServers } from "./jobs/bench_servers.ts";
import { compareRates } from "./jobs/compare_rates.ts";
import { compareRecoveries } from "./jobs/compare_recoveries.ts";
import { compareStarts } from "./jobs/compare_starts.ts";
import type { Comparison } from "./jobs/comparison.ts";
import { formatComparisons } from "./jobs/format_comparisons.ts";
import { judgeCaps, judgeOurs } from "./jobs/judge_ours.ts";

if (import.meta.main) await main();

async function main(): Promise<void> {
  await using servers = await startBenchServers();
  print(`\n${formatComparisons(await measure(servers))}`);
}

async function measure(servers: BenchServers): Promise<Comparison[]> {
  print("Starting jobs on idle queues …");
  const starts = await compareStarts(servers);
  print("Doing thousands of jobs …");
  const rates = await compareRates(servers);
  print("Cancelling, and serving small clients beside a big one …");
  const ours = await judgeOurs(servers);
  print("Killing and stopping workers …");
  // Recovery mostly waits, so that the caps fit beside it.
  const [recoveries, caps] = await Promise.all([compareRecoveries(servers), judgeCaps(servers)]);
  return [...starts, ...rates, ...recoveries, ...ours, caps];
}

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
