import { median } from "../figure.ts";
import type { BenchServers } from "./bench_servers.ts";
import type { Comparison } from "./comparison.ts";
import type { Contender } from "./contenders.ts";
import { inRounds } from "./in_rounds.ts";
import { JOBS, measureRate, measureSettleRate } from "./measure_rates.ts";

/** A whole run stores two files and ten frames; fewer of them take as long. */
const WHOLE_RUNS = 600;
const NO_BLEND = "has no such run";

type Rates = { readonly settled: number; readonly whole?: number };

/** Jobs a second when the work itself takes no time. */
export async function compareRates(servers: BenchServers): Promise<Comparison[]> {
  const rates = await inRounds<Rates>(async (name) =>
    name === "Orpheus"
      ? {
        settled: await measureSettleRate(await servers.newPlace()),
        whole: await measureRate(name, await servers.newPlace(), WHOLE_RUNS),
      }
      : { settled: await measureRate(name, await servers.newPlace(), JOBS) }
  );
  const of = (name: Contender) => rates[name].map(({ settled }) => settled);
  return [
    {
      name: `instant jobs: claim and settle, ${JOBS} jobs`,
      unit: "jobs/s",
      target: { atLeast: Math.round(median(of("pg-boss"))) },
      samples: of("Orpheus"),
      peers: {
        "pg-boss": of("pg-boss"),
        "graphile-worker": of("graphile-worker"),
        "BullMQ": of("BullMQ"),
      },
    },
    {
      name: `instant blends: frames, two files, settle, ${WHOLE_RUNS} jobs`,
      unit: "jobs/s",
      samples: rates.Orpheus.map(({ whole }) => whole!),
      peers: { "pg-boss": NO_BLEND, "graphile-worker": NO_BLEND, "BullMQ": NO_BLEND },
    },
  ];
}
