// How soon a submit is answered, over the WebSocket and over REST. GET /api/health/live is the
// baseline: the same way through the listener, without a job.

import { openChannelClient, SONGS } from "./channel_client.ts";
import { collectSamples } from "./collect_samples.ts";
import { type Figure, quantile } from "./figure.ts";

const ROUNDS = { most: 5, withinMs: 15_000 };
/** Under the 64 jobs and 120 messages that one socket may have. */
const SUBMITS_A_ROUND = 50;
const OPTIONS = { lengthSeconds: 15 };
const ANSWER_TIMEOUT_MS = 10_000;

/** How long each answer took, in milliseconds. */
type Round = Record<"webSocket" | "rest" | "live", number[]>;

/** The server should take the jobs without running them. */
export async function measureSubmits(origin: string): Promise<Figure[]> {
  await timeRound(origin);
  const rounds = await collectSamples(() => timeRound(origin), ROUNDS);
  return [
    figureOf(rounds, "webSocket", { name: "accepted over WebSocket, p50", share: 0.5, atMost: 20 }),
    figureOf(rounds, "webSocket", {
      name: "accepted over WebSocket, p99",
      share: 0.99,
      atMost: 100,
    }),
    figureOf(rounds, "rest", { name: "202 over REST, p50", share: 0.5, atMost: 20 }),
    figureOf(rounds, "rest", { name: "202 over REST, p99", share: 0.99, atMost: 100 }),
  ];
}

function figureOf(
  rounds: readonly Round[],
  way: keyof Round,
  { name, share, atMost }: {
    readonly name: string;
    readonly share: number;
    readonly atMost: number;
  },
): Figure {
  return {
    name,
    unit: "ms",
    target: { atMost },
    samples: rounds.map((round) => quantile(round[way], share)),
    peer: { name: "GET live", samples: rounds.map(({ live }) => quantile(live, share)) },
  };
}

/** One of each in turn, so that all three see the same noise. */
async function timeRound(origin: string): Promise<Round> {
  using client = await openChannelClient(origin);
  const round: Round = { webSocket: [], rest: [], live: [] };
  for (let count = 0; count < SUBMITS_A_ROUND; count++) {
    const startMs = client.submit(`${count}`, OPTIONS);
    await client.accepted(`${count}`);
    round.webSocket.push(performance.now() - startMs);
    round.rest.push(await timeFetch(`${origin}/api/generate`, SUBMIT));
    round.live.push(await timeFetch(`${origin}/api/health/live`));
  }
  return round;
}

const SUBMIT: RequestInit = {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ songs: SONGS, options: OPTIONS }),
};

async function timeFetch(url: string, init: RequestInit = {}): Promise<number> {
  const startMs = performance.now();
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return performance.now() - startMs;
}
