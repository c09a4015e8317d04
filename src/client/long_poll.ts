// The frames of a job where no stream gets through: the server answers once there is news of the
// job, and what was stored since the cursor is read from its log.

import type { Watcher } from "./channel.ts";
import type { FrameCursor } from "./frame_cursor.ts";
import type { RestApi } from "./rest_api.ts";
import type { RestCall } from "./rest_call.ts";
import type { Frame, Job } from "./wire.ts";

/** How long the server may wait for news. */
export const WAIT_SECONDS = 25;
/** Longest wait for its answer, in milliseconds. */
const POLL_TIMEOUT_MS = (WAIT_SECONDS + 10) * 1000;

export type PollOptions = {
  readonly jobId: string;
  readonly cursor: FrameCursor;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
  readonly waitSeconds?: number;
};

/** Asks once. `etag` is of the answer before; the answer's own comes back. */
export async function pollJob(
  { call, api }: { readonly call: RestCall; readonly api: Pick<RestApi, "frames"> },
  etag: string | undefined,
  { jobId, cursor, watcher, signal, waitSeconds = WAIT_SECONDS }: PollOptions,
): Promise<string | undefined> {
  const path = `/api/status/${encodeURIComponent(jobId)}?wait=${waitSeconds}`;
  // By its tag every change of the job is news, progress too; by `after` only a stored frame.
  const response = await call(etag === undefined ? `${path}&after=${cursor.seq()}` : path, {
    ...(etag === undefined ? {} : { headers: { "If-None-Match": etag } }),
    timeoutMs: POLL_TIMEOUT_MS,
    signal,
  });
  if (response.status === 304) return etag;
  const job = await response.json() as Job;
  watcher.onJob(job);
  while (cursor.seq() < job.seq && !signal.aborted) {
    const frames = await api.frames(jobId, cursor.seq(), signal);
    if (frames.length === 0) break;
    for (const frame of frames) if (cursor.accept(frame)) watcher.onFrame(frame);
  }
  const unstored = unstoredFrame(job);
  if (unstored && !signal.aborted) watcher.onFrame(unstored);
  return response.headers.get("ETag") ?? undefined;
}

/** What a stream would have told beside the log, by the job itself. */
function unstoredFrame(job: Job): Frame | undefined {
  const { jobId, seq, progress, progressBasis, stage, eta, queuePosition } = job;
  const common = { jobId, seq, at: new Date().toISOString() };
  if (job.status === "running") {
    return { type: "progress", ...common, progress, progressBasis, stage, eta };
  }
  if (queuePosition === null) return undefined;
  return { type: "queued", ...common, queuePosition, eta };
}
