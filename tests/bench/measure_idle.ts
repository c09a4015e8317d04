// What the server holds, and how late its timers fire, once nobody has asked for anything for so
// long that the engine has ended its workers.

import type { BenchServer } from "./bench_server.ts";
import type { Figure } from "./figure.ts";
import type { IdlePeer } from "./idle_peer.ts";
import { watchLag } from "./watch_lag.ts";

/** A little longer than the engine keeps an idle worker. */
const IDLE_MS = 66_000;

export async function measureIdle(server: BenchServer, peer: IdlePeer): Promise<Figure[]> {
  const busy = await server.scrape();
  const { lag } = await watchLag(server, peer, idle);
  const rested = await server.scrape();
  return [
    {
      name: "idle: latest timer of each second",
      unit: "ms",
      target: { atMost: 50, each: true },
      samples: lag.serverMs,
      peer: { name: "idle process", samples: lag.peerMs },
    },
    {
      name: `idle: memory (RSS) ${IDLE_MS / 1000} s after blends`,
      unit: "MB",
      target: { atMost: 450, each: true },
      samples: [rested.rssMb],
      peer: { name: "right after them", samples: [busy.rssMb] },
    },
  ];
}

function idle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, IDLE_MS));
}
