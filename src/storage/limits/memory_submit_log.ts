// The sliding log of one process.

import type { SubmitLog, SubmitLogOptions, Tally } from "./submit_log.ts";

/** Above it the client that has not submitted for longest is forgotten. */
export const MAX_CLIENTS = 100_000;

export type MemorySubmitLogOptions = SubmitLogOptions & {
  /** Monotonic milliseconds. */
  readonly now: () => number;
};

export function createMemorySubmitLog(
  { limit, windowMs, now }: MemorySubmitLogOptions,
): SubmitLog {
  // In the order of their latest submits, each list in the order of time.
  const timesByClient = new Map<string, readonly number[]>();
  const timesOf = (client: string) =>
    (timesByClient.get(client) ?? []).filter((time) => time > now() - windowMs);
  const keep = (client: string, times: readonly number[]) => {
    timesByClient.delete(client);
    if (times.length > 0) timesByClient.set(client, times);
    if (timesByClient.size <= MAX_CLIENTS) return;
    const [oldest] = timesByClient.keys();
    timesByClient.delete(oldest!);
  };
  const tally = (times: readonly number[]): Tally => ({
    used: times.length,
    freeInMs: times.length < limit ? 0 : times[0]! + windowMs - now(),
    resetInMs: times.length === 0 ? 0 : times.at(-1)! + windowMs - now(),
  });
  return {
    take(client) {
      const before = timesOf(client);
      const isTaken = before.length < limit;
      const times = isTaken ? [...before, now()] : before;
      keep(client, times);
      return { ...tally(times), isTaken };
    },
    giveBack(client) {
      keep(client, timesOf(client).slice(0, -1));
    },
    read: (client) => tally(timesOf(client)),
  };
}
