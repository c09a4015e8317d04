// How soon a blend can be heard and how fast it is made, one at a time, with playing it as the
// baseline; and how late the server's timers fire meanwhile, and while two are made at once.

import type { ChannelMessage } from "../../src/channel/protocol.ts";
import type { BenchServer } from "./bench_server.ts";
import { type ChannelClient, openChannelClient } from "./channel_client.ts";
import { collectSamples } from "./collect_samples.ts";
import type { Figure } from "./figure.ts";
import type { IdlePeer } from "./idle_peer.ts";
import { type Lag, watchLag } from "./watch_lag.ts";

const LENGTH_SECONDS = 120;
const BLENDS = { most: 4, withinMs: 30_000 };

/** Seconds from the submit. */
type Blend = { readonly firstBars: number; readonly completed: number };

/** The first blend of a server that has just started also starts the engine. */
export async function measureBlends(server: BenchServer, peer: IdlePeer): Promise<Figure[]> {
  using client = await openChannelClient(server.origin);
  const makeBlends = () => collectSamples((count) => timeBlend(client, `one-${count}`), BLENDS);
  const makeTwo = () => Promise.all([timeBlend(client, "two-a"), timeBlend(client, "two-b")]);
  const one = await watchLag(server, peer, makeBlends);
  const two = await watchLag(server, peer, makeTwo);
  return [
    {
      name: `${LENGTH_SECONDS} s blend: submit to first bars`,
      unit: "s",
      target: { atMost: 1.5 },
      samples: one.result.map(({ firstBars }) => firstBars),
    },
    {
      name: `${LENGTH_SECONDS} s blend with MP3: faster than it plays`,
      unit: "×",
      target: { atLeast: 8 },
      samples: one.result.map(({ completed }) => LENGTH_SECONDS / completed),
      peer: { name: "playing it", samples: [1] },
    },
    lagFigure("one blend", one.lag),
    lagFigure("two blends at once", two.lag),
  ];
}

function lagFigure(name: string, { serverMs, peerMs }: Lag): Figure {
  return {
    name: `${name}: latest timer of each second`,
    unit: "ms",
    target: { atMost: 50, each: true },
    samples: serverMs,
    peer: { name: "idle process", samples: peerMs },
  };
}

async function timeBlend(client: ChannelClient, id: string): Promise<Blend> {
  const startMs = client.submit(id, { lengthSeconds: LENGTH_SECONDS });
  const jobId = await client.accepted(id);
  const bars = await client.until((frame) => frame.type === "bars" && frame.jobId === jobId);
  const done = await client.until((frame) => ends(frame, jobId));
  if (done.message.type !== "completed") throw new Error(`A blend ended as ${done.message.type}`);
  return {
    firstBars: (bars.atMs - startMs) / 1000,
    completed: (done.atMs - startMs) / 1000,
  };
}

function ends(message: ChannelMessage, jobId: string): boolean {
  const isLast = message.type === "completed" || message.type === "failed" ||
    message.type === "cancelled";
  return isLast && message.jobId === jobId;
}
