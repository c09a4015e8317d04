// Watches jobs over server-sent events, a stream each.

import { eventFrames } from "../support/event_reader.ts";
import { JobFollower } from "./job_follower.ts";
import type { ToldJobs } from "./told_jobs.ts";
import type { TransportWatcher, WatcherOptions } from "./watcher.ts";

/** Above the comments of the server. */
const SILENCE_MS = 30_000;

export function createStreamWatcher(options: WatcherOptions): TransportWatcher {
  return new JobFollower("an event stream", async (jobId, told, closed) => {
    await readStream(jobId, told, { ...options, closed });
    return false;
  });
}

/** Resolves when the stream has ended, or was none. */
async function readStream(
  jobId: string,
  told: ToldJobs,
  { url, stayMs, closed }: WatcherOptions & { readonly closed: AbortSignal },
): Promise<void> {
  const end = new AbortController();
  const leave = () => end.abort();
  let silence = setTimeout(leave, SILENCE_MS);
  const stay = stayMs && setTimeout(leave, stayMs());
  closed.addEventListener("abort", leave);
  try {
    const last = told.lastSeq(jobId);
    const answer = await fetch(`${url()}/api/jobs/${jobId}/events`, {
      headers: last === 0 ? {} : { "Last-Event-ID": String(last) },
      signal: end.signal,
    });
    if (answer.status !== 200) return await answer.body?.cancel();
    for await (const frame of eventFrames(answer.body!)) {
      clearTimeout(silence);
      silence = setTimeout(leave, SILENCE_MS);
      if (frame !== undefined) told.take(frame);
    }
  } finally {
    clearTimeout(silence);
    clearTimeout(stay);
    closed.removeEventListener("abort", leave);
  }
}
