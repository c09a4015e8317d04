import { median } from "../figure.ts";
import type { Tuning } from "./bench_queue.ts";
import type { BenchServers } from "./bench_servers.ts";
import type { Comparison } from "./comparison.ts";
import type { Contender } from "./contenders.ts";
import { inRounds } from "./in_rounds.ts";
import { JOBS, measureRate, measureSettleRate } from "./measure_rates.ts";

/** A whole run stores two files and ten frames; fewer of them take as long. */
const WHOLE_RUNS = 600;
const NO_BLEND = "has no such run";

/** `whole` is ours alone. */
type Rates = { readonly apart: number; readonly batched: number; readonly whole?: number };

/** Jobs a second when the work itself takes no time. Ours has but one way to do them. */
export async function compareRates(servers: BenchServers): Promise<Comparison[]> {
  const rates = await inRounds<Rates>((name) =>
    name === "Orpheus" ? measureOurs(servers) : measurePeer(servers, name)
  );
  return [
    comparisonOf("each by itself", rates, ({ apart }) => apart),
    comparisonOf("peers in batches of ten", rates, ({ batched }) => batched),
    {
      name: `instant blends: frames, two files, settle, ${WHOLE_RUNS} jobs`,
      unit: "jobs/s",
      samples: rates.Orpheus.map(({ whole }) => whole!),
      peers: { "pg-boss": NO_BLEND, "graphile-worker": NO_BLEND, "BullMQ": NO_BLEND },
    },
  ];
}

async function measureOurs(servers: BenchServers): Promise<Rates> {
  const settled = await measureSettleRate(await servers.newPlace());
  const whole = await measureRate("Orpheus", await servers.newPlace(), {
    jobs: WHOLE_RUNS,
    tuning: "apart",
  });
  return { apart: settled, batched: settled, whole };
}

async function measurePeer(servers: BenchServers, name: Contender): Promise<Rates> {
  const measure = async (tuning: Tuning) =>
    await measureRate(name, await servers.newPlace(), { jobs: JOBS, tuning });
  return { apart: await measure("apart"), batched: await measure("batched") };
}

function comparisonOf(
  way: string,
  rates: Record<Contender, Rates[]>,
  rateOf: (rates: Rates) => number,
): Comparison {
  const of = (name: Contender) => rates[name].map(rateOf);
  return {
    name: `${JOBS} instant jobs, ${way}`,
    unit: "jobs/s",
    target: { atLeast: Math.round(median(of("pg-boss"))) },
    samples: of("Orpheus"),
    peers: {
      "pg-boss": of("pg-boss"),
      "graphile-worker": of("graphile-worker"),
      "BullMQ": of("BullMQ"),
    },
  };
}
