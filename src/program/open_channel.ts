// The channel joined: who watches what, over sockets, event streams and long polls.

import { systemClock } from "../channel/clock.ts";
import { createEventStreams, type EventStreams } from "../channel/event_streams.ts";
import { CHECK_MS, CHECK_WITHOUT_REDIS_MS, createHub } from "../channel/hub.ts";
import { createWaitForJob, type WaitForJob } from "../channel/long_poll.ts";
import { showQueuePositions } from "../channel/queue_positions.ts";
import { createSessions, type Sessions } from "../channel/sessions.ts";
import type { Config } from "../config.ts";
import { invalidRequest } from "../http/invalid_request.ts";
import type { Log } from "../log.ts";
import type { OpenJobs } from "./open_jobs.ts";
import type { Storage } from "./storage.ts";

export type Channel = {
  readonly sessions: Sessions;
  /** To be disposed before the listener, which would wait for them as for every answer. */
  readonly streams: EventStreams;
  readonly waitForJob: WaitForJob;
};

export function openChannel(
  parts: OpenJobs & {
    readonly config: Pick<Config, "storage">;
    readonly storage: Storage;
    readonly log: Log;
  },
  stack: AsyncDisposableStack,
): Channel {
  const { jobs, storage, log, eta } = parts;
  const clock = systemClock;
  const checkMs = checkMsOf(parts.config.storage);
  const hub = stack.use(createHub({ ...storage, clock, log, checkMs }));
  stack.use(showQueuePositions({
    hub,
    queuePositions: storage.jobs.queuePositions,
    estimate: eta.estimate,
    clock,
    now: () => new Date(),
    log,
  }));
  const sessions = stack.use(createSessions({
    jobs,
    hub,
    search: storage.searchSongs,
    invalidRequest,
    clock,
    newId: () => crypto.randomUUID(),
    log,
    random: Math.random,
  }));
  return {
    sessions,
    streams: createEventStreams({ jobs, hub, clock }),
    waitForJob: createWaitForJob({ jobs, hub, clock }),
  };
}

/** Processes that share nothing but PostgreSQL look there often. */
function checkMsOf({ databaseUrl, redisUrl }: Config["storage"]): number {
  const isAlone = databaseUrl === undefined;
  return isAlone || redisUrl !== undefined ? CHECK_MS : CHECK_WITHOUT_REDIS_MS;
}
