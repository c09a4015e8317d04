// The same channel over REST and server-sent events, for networks that let no WebSocket through.

import type { Frame, Job } from "../channel/protocol.ts";
import { type Channel, Refusal, type Watcher } from "./channel.ts";
import { createFrameCursor, type FrameCursor, isTerminal } from "./frame_cursor.ts";
import { isFinished } from "./job_state.ts";
import type { RestApi } from "./rest_api.ts";

/** Pause before a job's status is asked again after the server did not answer, in milliseconds. */
const RETRY_MS = 3_000;

export function createRestChannel(api: RestApi): Channel {
  return {
    generate: (request, signal) => api.generate(request, signal),
    search: (text, limit, signal) => api.songs(text, limit, signal),
    async cancel(jobId, signal) {
      await api.cancel(jobId, signal);
    },
    watch(jobId, after, watcher) {
      const stop = new AbortController();
      const cursor = createFrameCursor(after);
      void watch(api, { jobId, cursor, watcher, signal: stop.signal });
      return () => stop.abort();
    },
  };
}

type WatchOptions = {
  readonly jobId: string;
  readonly cursor: FrameCursor;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
};

async function watch(api: RestApi, options: WatchOptions): Promise<void> {
  const { jobId, watcher, signal } = options;
  while (!signal.aborted) {
    try {
      const job = await api.status(jobId, signal);
      watcher.onJob(job);
      if (await listen(job, options)) return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refusal && error.problem.status < 500) {
        return watcher.onRefused(error.problem);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/**
 * Listens until the job has ended or nobody wants to know: true; or until the stream is refused:
 * false. A stream that merely breaks comes back by itself, after the last frame it gave.
 */
function listen(job: Job, { jobId, cursor, watcher, signal }: WatchOptions): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const source = new EventSource(`/api/jobs/${encodeURIComponent(jobId)}/events`);
  signal.addEventListener("abort", () => resolve(true));
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) resolve(false);
  });
  source.addEventListener("message", (event) => {
    const frame = JSON.parse(event.data) as Frame;
    // The stream begins with the first stored frame: what is known already is left out here.
    if (cursor.accept(frame)) watcher.onFrame(frame);
    if (isEnd(frame, job)) resolve(true);
  });
  return promise.finally(() => source.close());
}

/** A retried job has ends in its past that are not the end. */
function isEnd(frame: Frame, job: Job): boolean {
  return isTerminal(frame) && (frame.seq > job.seq || (frame.seq === job.seq && isFinished(job)));
}
