import { LEASE_SECONDS } from "./bench_queue.ts";
import type { BenchServers } from "./bench_servers.ts";
import type { Comparison } from "./comparison.ts";
import type { Contender } from "./contenders.ts";
import { ROUNDS } from "./in_rounds.ts";
import { measureRecovery, type Recovery, type Silence } from "./measure_recovery.ts";

/** graphile-worker has a job back after four hours, whatever one sets. */
const MEASURED = ["Orpheus", "pg-boss", "BullMQ"] as const satisfies Contender[];
const NOT_WITHIN = "4 h: not within the bench";
const MAX_RESUME_SECONDS = LEASE_SECONDS + 10;

type Recoveries = Record<(typeof MEASURED)[number], Recovery[]>;

/** All at once, as they mostly wait for leases to end. */
export async function compareRecoveries(servers: BenchServers): Promise<Comparison[]> {
  const [killed, stopped] = await Promise.all([
    recover(servers, "SIGKILL"),
    recover(servers, "SIGSTOP"),
  ]);
  const both = mapRecoveries((name) => [...killed[name], ...stopped[name]]);
  return [
    {
      name: "worker killed, 20 jobs in flight: its jobs run again",
      unit: "s",
      target: { atMost: MAX_RESUME_SECONDS, each: true },
      ...samplesOf(killed, ({ resumedSeconds }) => resumedSeconds),
    },
    noneOf("worker killed or stopped: lost", both, ({ lost }) => lost),
    noneOf("worker killed or stopped: others begun twice", both, ({ ranTwice }) => ranTwice),
    noneOf("worker killed or stopped: result taken twice", both, ({ endedTwice }) => endedTwice),
    noneOf(
      "worker stopped and back: result taken from it",
      stopped,
      ({ wrongOwner }) => wrongOwner,
    ),
  ];
}

async function recover(servers: BenchServers, silence: Silence): Promise<Recoveries> {
  const recoveries = mapRecoveries((): Recovery[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(MEASURED.map(async (name) => {
      recoveries[name].push(await measureRecovery(name, await servers.newPlace(), silence));
    }));
  }
  return recoveries;
}

function mapRecoveries(of: (name: keyof Recoveries) => Recovery[]): Recoveries {
  return { "Orpheus": of("Orpheus"), "pg-boss": of("pg-boss"), "BullMQ": of("BullMQ") };
}

function noneOf(
  name: string,
  recoveries: Recoveries,
  of: (recovery: Recovery) => number,
): Comparison {
  return { name, unit: "jobs", target: { atMost: 0, each: true }, ...samplesOf(recoveries, of) };
}

function samplesOf(recoveries: Recoveries, of: (recovery: Recovery) => number) {
  return {
    samples: recoveries.Orpheus.map(of),
    peers: {
      "pg-boss": recoveries["pg-boss"].map(of),
      "graphile-worker": NOT_WITHIN,
      "BullMQ": recoveries.BullMQ.map(of),
    },
  };
}
