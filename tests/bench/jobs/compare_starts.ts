import type { BenchServers } from "./bench_servers.ts";
import type { Comparison } from "./comparison.ts";
import type { Contender } from "./contenders.ts";
import { inRounds } from "./in_rounds.ts";
import { measureStarts, measureStartsAcross, type Starts } from "./measure_starts.ts";

const MAX_P50_MS = 5;
const SHARES = ["p50", "p95", "p99"] as const;

/** How soon a job on an idle queue begins, in one process and across two. */
export async function compareStarts(servers: BenchServers): Promise<Comparison[]> {
  const inOne = await inRounds(async (name) => measureStarts(name, await servers.newPlace()));
  const across = await inRounds(async (name) =>
    measureStartsAcross(name, await servers.newPlace())
  );
  return [
    ...SHARES.map((share) => comparisonOf("one process", inOne, share)),
    ...SHARES.map((share) => comparisonOf("two processes", across, share)),
  ];
}

function comparisonOf(
  where: string,
  starts: Record<Contender, Starts[]>,
  share: keyof Starts,
): Comparison {
  const of = (name: Contender) => starts[name].map((round) => round[share]);
  return {
    name: `submit to start, ${where}, ${share}`,
    unit: "ms",
    target: share === "p50" ? { atMost: MAX_P50_MS } : undefined,
    samples: of("Orpheus"),
    peers: {
      "pg-boss": of("pg-boss"),
      "graphile-worker": of("graphile-worker"),
      "BullMQ": of("BullMQ"),
    },
  };
}
