// Who watches what: every frame of every watched job on its way to those who watch it.
// The frame log is the truth and the fan-out a hint: each watcher gets every stored frame after its
// cursor, in order, each once, however hints are lost, doubled or late.

import type { Fanout } from "../jobs/fanout.ts";
import type { FrameStore } from "../jobs/frame_store.ts";
import type { ChannelLog } from "./channel_log.ts";
import { type Clock, repeat } from "./clock.ts";
import { runWithin } from "./deadline.ts";
import { FlushTimer } from "./flush_timer.ts";
import type { JobWatch } from "./job_watch.ts";
import { LogCheck } from "./log_check.ts";
import { Topic, type TopicParts } from "./topic.ts";
import { Turns } from "./turns.ts";
import type { Watch, WatchedJob, Watcher } from "./watch.ts";

/** Reads of the log at once, whatever storm of watchers comes: the pool has other work too. */
export const MAX_READS_AT_ONCE = 8;
export const READ_TIMEOUT_MS = 5_000;
/** How soon a watcher that could not be brought up to date is tried again. */
export const SWEEP_MS = 1_000;
/** How often every watcher's place is compared with the log: the longest a lost hint can matter. */
export const CHECK_MS = 20_000;
/** The same where hints go through PostgreSQL, which forgets whoever does not listen just then. */
export const CHECK_WITHOUT_REDIS_MS = 1_000;

export interface Hub extends Disposable {
  /** Sends every stored frame with `seq > after`, then the live ones. */
  watch(job: WatchedJob, after: number, watcher: Watcher): Watch;
  /** The watched jobs that wait in the queue as far as is known. */
  pendingTopics(): Topic[];
}

export type HubParts = {
  readonly frames: FrameStore;
  readonly fanout: Fanout;
  readonly clock: Clock;
  readonly log: ChannelLog;
  /** @default CHECK_MS */
  readonly checkMs?: number;
};

type Within = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

export function createHub({ frames, fanout, clock, log, checkMs = CHECK_MS }: HubParts): Hub {
  const topics = new Map<string, Topic>();
  const turns = new Turns(MAX_READS_AT_ONCE);
  const late = new Set<JobWatch>();
  const closed = new AbortController();
  const flushes = new FlushTimer(clock);
  let sinceCheckMs = 0;

  const within: Within = (work) =>
    runWithin(work, { clock, ms: READ_TIMEOUT_MS, parent: closed.signal });

  const parts = createTopicParts(
    { topics, late, flushes, log, closed: closed.signal },
    (...page) => turns.take(() => within((signal) => frames.read(...page, signal))),
  );

  function sweep(): void {
    const due = [...late];
    late.clear();
    for (const watch of due) watch.catchUp();
    for (const topic of topics.values()) topic.sweep();
    sinceCheckMs += SWEEP_MS;
    if (sinceCheckMs >= checkMs && !logCheck.isRunning) check();
  }

  const logCheck = new LogCheck({ topics, frames, log, within, closed: closed.signal });
  const check = () => {
    sinceCheckMs = 0;
    void logCheck.run();
  };

  const unsubscribe = fanout.subscribe({
    onFrame: (envelope) => topics.get(envelope.frame.jobId)?.accept(envelope),
    onGrown: (jobId) => jobId === undefined ? check() : topics.get(jobId)?.compare(Infinity),
  });
  const stopSweeping = repeat(clock, SWEEP_MS, sweep);

  return {
    watch(job, after, watcher) {
      const topic = topics.get(job.jobId) ?? new Topic(job, parts);
      topics.set(job.jobId, topic);
      return topic.add(job.status, { after, watcher });
    },
    pendingTopics: () => [...topics.values()].filter((topic) => topic.isPending),
    [Symbol.dispose]() {
      stopSweeping();
      flushes[Symbol.dispose]();
      unsubscribe();
      closed.abort(new DOMException("The hub is closed", "AbortError"));
      for (const topic of [...topics.values()]) topic.close();
    },
  };
}

function createTopicParts(
  { topics, late, flushes, log, closed }: {
    readonly topics: Map<string, Topic>;
    readonly late: Set<JobWatch>;
    readonly flushes: FlushTimer;
    readonly log: ChannelLog;
    readonly closed: AbortSignal;
  },
  read: TopicParts["read"],
): TopicParts {
  return {
    read,
    retryLater(watch, error) {
      // Said once for all who fail until they are tried again.
      if (error !== undefined && late.size === 0 && !closed.aborted) {
        log.warn("Frames could not be read and will be tried again", { error: String(error) });
      }
      late.add(watch);
    },
    watcherFailed(error) {
      log.warn("A watcher failed and watches no more", { error: String(error) });
    },
    empty: (topic) => topics.delete(topic.job.jobId),
    flushSoon: (topic) => flushes.flushSoon(topic),
  };
}
