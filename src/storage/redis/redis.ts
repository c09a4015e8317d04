// The connections to Redis. It only makes things fast: a command fails at once while Redis is away
// or after half a second without an answer, and the connections come back by themselves.

import { Redis } from "ioredis";

const COMMAND_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 5_000;
/** A connection that owes an answer for so long is given up. */
const SILENCE_MS = 3_000;
const MAX_RECONNECT_DELAY_MS = 2_000;
const CLOSE_TIMEOUT_MS = 1_000;
/** The client waits for the end of a connection even where none is open. */
const DISCONNECT_TIMEOUT_MS = 100;

const OPTIONS = {
  protocol: 2 as const,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  connectTimeout: CONNECT_TIMEOUT_MS,
  commandTimeout: COMMAND_TIMEOUT_MS,
  socketTimeout: SILENCE_MS,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  connectionName: "orpheus",
  retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, MAX_RECONNECT_DELAY_MS),
};

export interface RedisConnections extends AsyncDisposable {
  readonly commands: Redis;
  /** Only subscribes: Redis takes few other commands on such a connection. */
  readonly subscriber: Redis;
}

/** Called when Redis comes and goes, not on every failed try. */
export type RedisWatcher = (state: "up" | "down", cause?: Error) => void;

/** Starts connecting; that Redis is away is no error here. */
export function connectToRedis(url: string, watch: RedisWatcher = () => {}): RedisConnections {
  const commands = new Redis(url, OPTIONS);
  const subscriber = new Redis(url, OPTIONS);
  watchState(commands, watch);
  // Without a listener an error would end the process; `commands` tells of the same trouble.
  subscriber.on("error", () => {});
  return {
    commands,
    subscriber,
    async [Symbol.asyncDispose]() {
      await Promise.all([closeConnection(commands), closeConnection(subscriber)]);
    },
  };
}

/** Resolves when Redis answers. */
export async function checkRedis({ commands }: RedisConnections): Promise<void> {
  if (commands.status !== "ready") throw new Error(`Redis is not connected: ${commands.status}`);
  await commands.ping();
}

function watchState(redis: Redis, watch: RedisWatcher): void {
  let state: "up" | "down" | undefined;
  const change = (next: "up" | "down", cause?: Error) => {
    if (state !== next) watch(next, cause);
    state = next;
  };
  redis.on("ready", () => change("up"));
  redis.on("error", (error: Error) => change("down", error));
  redis.on("close", () => change("down"));
}

async function closeConnection(redis: Redis): Promise<void> {
  const isOpen = ["connecting", "connect", "ready"].includes(redis.status);
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, isOpen ? CLOSE_TIMEOUT_MS : 2 * DISCONNECT_TIMEOUT_MS);
  redis.once("end", () => resolve());
  redis.disconnect();
  await ended;
  clearTimeout(timer);
}
