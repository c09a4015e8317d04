// Shows the watchers of waiting jobs their place in the queue: one query a second for all of them,
// and none while nobody waits and watches.

import type { Eta, Job } from "../jobs/job.ts";
import type { ChannelLog } from "./channel_log.ts";
import { type Clock, repeat } from "./clock.ts";
import { runWithin } from "./deadline.ts";
import type { Hub } from "./hub.ts";
import type { Topic } from "./topic.ts";

export const SHOW_EVERY_MS = 1_000;
export const MAX_JOBS_PER_QUERY = 1_000;
const QUERY_TIMEOUT_MS = 5_000;

export type QueuePositionsParts = {
  readonly hub: Pick<Hub, "pendingTopics">;
  /** Positions, from 1, of those of the jobs that are pending. */
  readonly queuePositions: (
    jobIds: readonly string[],
    signal?: AbortSignal,
  ) => Promise<ReadonlyMap<string, number>>;
  readonly estimate: (
    job: Pick<Job, "status" | "queuePosition" | "progress" | "options">,
  ) => Promise<Eta | null>;
  readonly clock: Clock;
  readonly now: () => Date;
  readonly log: ChannelLog;
};

/** Shows places until disposed. */
export function showQueuePositions(parts: QueuePositionsParts): Disposable {
  const closed = new AbortController();
  let isBusy = false;

  async function show(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      const topics = parts.hub.pendingTopics();
      for (let start = 0; start < topics.length; start += MAX_JOBS_PER_QUERY) {
        await showPage(topics.slice(start, start + MAX_JOBS_PER_QUERY), parts, closed.signal);
      }
    } catch (error) {
      if (!closed.signal.aborted) {
        parts.log.warn("Places in the queue could not be read", { error: String(error) });
      }
    } finally {
      isBusy = false;
    }
  }

  const stop = repeat(parts.clock, SHOW_EVERY_MS, () => void show());
  return {
    [Symbol.dispose]() {
      stop();
      closed.abort(new DOMException("Closed", "AbortError"));
    },
  };
}

async function showPage(
  topics: readonly Topic[],
  { queuePositions, estimate, clock, now }: QueuePositionsParts,
  parent: AbortSignal,
): Promise<void> {
  const jobIds = topics.map(({ job }) => job.jobId);
  const places = await runWithin((signal) => queuePositions(jobIds, signal), {
    clock,
    ms: QUERY_TIMEOUT_MS,
    parent,
  });
  for (const topic of topics) {
    const { jobId, options } = topic.job;
    const queuePosition = places.get(jobId);
    if (queuePosition === undefined) {
      topic.leaveQueue();
      continue;
    }
    const eta = await estimate({ status: "pending", queuePosition, progress: 0, options });
    // A worker may have taken it meanwhile.
    if (topic.isPending) topic.showPlace({ queuePosition, eta }, now().toISOString());
  }
}
