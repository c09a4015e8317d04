// The REST routes a client uses.

import type { BlendRequest, SongSearch } from "./channel.ts";
import type { Report } from "./report.ts";
import type { RestCall, RestCallInit } from "./rest_call.ts";
import { Unreachable } from "./unreachable.ts";
import type { Frame, Job, Song, SongPage } from "./wire.ts";

export type JobsPage = { readonly jobs: Job[]; readonly nextCursor: string | null };

export interface RestApi {
  generate(request: BlendRequest, signal: AbortSignal): Promise<Job>;
  job(jobId: string, signal: AbortSignal): Promise<Job>;
  cancel(jobId: string, signal: AbortSignal): Promise<Job>;
  retry(jobId: string, signal: AbortSignal): Promise<Job>;
  report(jobId: string, signal: AbortSignal): Promise<Report>;
  /** Stored frames after `after`, in order; not more than a page of them. */
  frames(jobId: string, after: number, signal: AbortSignal): Promise<Frame[]>;
  /** The caller's own jobs, newest first. */
  jobs(cursor: string | undefined, signal: AbortSignal): Promise<JobsPage>;
  songs(query: SongSearch, signal: AbortSignal): Promise<SongPage>;
  song(songId: string, signal: AbortSignal): Promise<Song>;
  /** Whether the server answers plain HTTP at all. */
  isAlive(signal: AbortSignal): Promise<boolean>;
}

const JOBS_PER_PAGE = 12;

export function createRestApi(call: RestCall): RestApi {
  async function json<T>(path: string, init: RestCallInit): Promise<T> {
    const response = await call(path, init);
    try {
      return await response.json() as T;
    } catch (error) {
      init.signal.throwIfAborted();
      throw new Unreachable("The answer of the server cannot be read", { cause: error });
    }
  }

  return {
    generate: ({ idempotencyKey, songs, options }, signal) =>
      json("/api/generate", {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
        body: JSON.stringify({ songs, options }),
        signal,
      }),
    job: (jobId, signal) => json(`/api/status/${encodeURIComponent(jobId)}`, { signal }),
    cancel: (jobId, signal) => json(jobPath(jobId, "cancel"), { method: "POST", signal }),
    retry: (jobId, signal) => json(jobPath(jobId, "retry"), { method: "POST", signal }),
    report: (jobId, signal) => json(jobPath(jobId, "report"), { signal }),
    async frames(jobId, after, signal) {
      const path = `${jobPath(jobId, "frames")}?after=${after}`;
      return (await json<{ frames: Frame[] }>(path, { signal })).frames;
    },
    jobs: (cursor, signal) =>
      json(withQuery("/api/jobs", { limit: JOBS_PER_PAGE, cursor }), { signal }),
    songs: (query, signal) => json(withQuery("/api/songs", query), { signal }),
    song: (songId, signal) => json(`/api/songs/${encodeURIComponent(songId)}`, { signal }),
    isAlive: (signal) => json("/api/health/live", { signal }).then(() => true, () => false),
  };
}

function jobPath(jobId: string, what: "cancel" | "retry" | "report" | "frames"): string {
  return `/api/jobs/${encodeURIComponent(jobId)}/${what}`;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The path with what is given of the query: nothing undefined, nothing blank. */
function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => [name, String(value)]);
  return `${path}?${new URLSearchParams(given)}`;
}
