// Watches jobs by long poll: it waits for a later `seq`, and reads the frames since the one it has.

import type { Job } from "../../src/jobs/job.ts";
import type { JobFrame } from "../support/socket_client.ts";
import { JobFollower } from "./job_follower.ts";
import type { TransportWatcher, WatcherOptions } from "./watcher.ts";

const WAIT_SECONDS = 10;
const TIMEOUT_MS = 15_000;

export function createPollWatcher({ url }: WatcherOptions): TransportWatcher {
  return new JobFollower("a long poll", async (jobId, told, closed) => {
    const after = told.lastSeq(jobId);
    const wait = `${url()}/api/status/${jobId}?wait=${WAIT_SECONDS}&after=${after}`;
    const job = await get<Job>(wait, closed);
    if (job === undefined || job.seq <= after) return job !== undefined;
    const frames = `${url()}/api/jobs/${jobId}/frames?after=${after}`;
    const page = await get<{ readonly frames: readonly JobFrame[] }>(frames, closed);
    for (const frame of page?.frames ?? []) told.take(frame);
    return page !== undefined;
  });
}

/** Undefined for whatever is no answer. */
async function get<T>(url: string, closed: AbortSignal): Promise<T | undefined> {
  const signal = AbortSignal.any([closed, AbortSignal.timeout(TIMEOUT_MS)]);
  const answer = await fetch(url, { signal });
  if (answer.status === 200) return await answer.json();
  await answer.body?.cancel();
  return undefined;
}
