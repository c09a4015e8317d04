// How long the server takes to be ready, the first time and later, and what it holds then.

import { startBenchServer } from "./bench_server.ts";
import { collectSamples } from "./collect_samples.ts";
import type { Figure } from "./figure.ts";
import type { IdlePeer } from "./idle_peer.ts";

const FIRST_STARTS = { most: 2, withinMs: 12_000 };
const SECOND_STARTS = { most: 5, withinMs: 15_000 };

type Start = {
  readonly readySeconds: number;
  readonly lagMs: number;
  readonly peerLagMs: number;
  readonly rssMb: number;
};

/** Leaves the data of the last start in the folder. */
export async function measureStarts(dataDir: string, peer: IdlePeer): Promise<Figure[]> {
  const first = await collectSamples(async () => {
    await Deno.remove(dataDir, { recursive: true });
    return await start(dataDir, peer);
  }, FIRST_STARTS);
  const second = await collectSamples(() => start(dataDir, peer), SECOND_STARTS);
  return [
    readiness("first start, catalogue built", first, 20),
    readiness("second start", second, 2),
    lag("first start", first),
    lag("second start", second),
    memory("first start", first),
    memory("second start", second),
  ];
}

async function start(dataDir: string, peer: IdlePeer): Promise<Start> {
  await peer.takeLagMs();
  await using server = await startBenchServer(dataDir);
  const [{ lagMs, rssMb }, peerLagMs] = await Promise.all([server.scrape(), peer.takeLagMs()]);
  return { readySeconds: server.readyMs / 1000, lagMs, peerLagMs, rssMb };
}

function readiness(name: string, starts: readonly Start[], seconds: number): Figure {
  return {
    name: `${name}: process to ready`,
    unit: "s",
    target: { atMost: seconds },
    samples: starts.map(({ readySeconds }) => readySeconds),
  };
}

function lag(name: string, starts: readonly Start[]): Figure {
  return {
    name: `${name}: latest timer of the event loop`,
    unit: "ms",
    target: { atMost: 50, each: true },
    samples: starts.map(({ lagMs }) => lagMs),
    peer: { name: "idle process", samples: starts.map(({ peerLagMs }) => peerLagMs) },
  };
}

function memory(name: string, starts: readonly Start[]): Figure {
  return {
    name: `${name}: memory (RSS) once ready`,
    unit: "MB",
    target: { atMost: 450, each: true },
    samples: starts.map(({ rssMb }) => rssMb),
  };
}
