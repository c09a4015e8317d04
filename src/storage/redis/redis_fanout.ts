// The fan-out over Redis Pub/Sub: listeners of this process hear at once, those of others through
// Redis. A message may be lost, as the contract allows; an own one is never heard twice. While Redis
// is away, frames are told of by hints, and listeners are told to look.

import { createLocalFanout, type Envelope, type Fanout } from "../../jobs/fanout.ts";
import { followHints, hintOf } from "../../jobs/hinted_fanout.ts";
import type { Hints } from "../../jobs/hints.ts";
import { isEnvelope } from "../../jobs/is_envelope.ts";
import type { RedisConnections } from "./redis.ts";

const CHANNEL = "orpheus:frames";
/** Above it Redis is too slow, and frames are told of by hints. */
export const MAX_UNANSWERED_PUBLISHES = 1_000;
/** A subscription owes no answer, so its silence says nothing: a ping makes it owe one. */
const PING_INTERVAL_MS = 10_000;
const LOOK_INTERVAL_MS = 1_000;

type Message = { readonly from: string; readonly envelope: Envelope };

export type RedisFanoutOptions = {
  /** Differs for every process and every start. */
  readonly processId: string;
  readonly hints: Hints;
  readonly pingIntervalMs?: number;
};

/** Shares frames with every process on the same Redis. Disposing leaves the connections open. */
export function createRedisFanout(
  { commands, subscriber }: RedisConnections,
  { processId, hints, pingIntervalMs = PING_INTERVAL_MS }: RedisFanoutOptions,
): Fanout & Disposable {
  const local = createLocalFanout();
  let unanswered = 0;
  const send = async (envelope: Envelope) => {
    if (commands.status !== "ready" || unanswered >= MAX_UNANSWERED_PUBLISHES) {
      return hints.send(hintOf(envelope));
    }
    unanswered++;
    try {
      await commands.publish(CHANNEL, JSON.stringify({ from: processId, envelope }));
    } catch {
      hints.send(hintOf(envelope));
    } finally {
      unanswered--;
    }
  };
  const receive = (_channel: string, text: string) => {
    const message = parseMessage(text);
    if (message && message.from !== processId) local.publish(message.envelope);
  };
  // What fails here is seen by the connection itself, which then begins anew.
  const subscribe = () => void subscriber.subscribe(CHANNEL).then(() => local.grow(), () => {});
  const ping = () => {
    if (subscriber.status === "ready") subscriber.ping().catch(() => {});
  };
  subscriber.on("ready", subscribe);
  subscriber.on("message", receive);
  if (subscriber.status === "ready") subscribe();
  const look = () => {
    if (subscriber.status !== "ready") local.grow();
  };
  const timers = [setInterval(ping, pingIntervalMs), setInterval(look, LOOK_INTERVAL_MS)];
  const unfollow = followHints(hints, local);
  return {
    publish(envelope) {
      local.publish(envelope);
      void send(envelope);
    },
    subscribe: local.subscribe,
    [Symbol.dispose]() {
      timers.forEach(clearInterval);
      unfollow();
      subscriber.off("ready", subscribe);
      subscriber.off("message", receive);
    },
  };
}

/** Undefined for what no process of ours sent. */
function parseMessage(text: string): Message | undefined {
  try {
    const { from, envelope } = JSON.parse(text);
    return typeof from === "string" && isEnvelope(envelope) ? { from, envelope } : undefined;
  } catch {
    return undefined;
  }
}
