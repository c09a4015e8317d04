// The REST routes the page uses. Every call ends: by its answer, its signal or the time limit.

import type { Job, Song, SongSummary } from "../channel/protocol.ts";
import { type BlendRequest, type Problem, Refusal, Unreachable } from "./channel.ts";

/** Longest wait for one answer, in milliseconds. */
const CALL_TIMEOUT_MS = 15_000;

export type JobsPage = { readonly jobs: Job[]; readonly nextCursor: string | null };

export interface RestApi {
  generate(request: BlendRequest, signal: AbortSignal): Promise<Job>;
  status(jobId: string, signal: AbortSignal): Promise<Job>;
  cancel(jobId: string, signal: AbortSignal): Promise<Job>;
  retry(jobId: string, signal: AbortSignal): Promise<Job>;
  /** The caller's own jobs, newest first. */
  jobs(cursor: string | undefined, signal: AbortSignal): Promise<JobsPage>;
  songs(q: string, limit: number, signal: AbortSignal): Promise<SongSummary[]>;
  song(songId: string, signal: AbortSignal): Promise<Song>;
  /** Whether the server answers plain HTTP at all. */
  isAlive(signal: AbortSignal): Promise<boolean>;
}

const JOBS_PER_PAGE = 12;

export function createRestApi(): RestApi {
  return {
    generate: ({ idempotencyKey, ...body }, signal) =>
      call<Job>("/api/generate", signal, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": idempotencyKey },
        body: JSON.stringify(body),
      }),
    status: (jobId, signal) => call<Job>(`/api/status/${encodeURIComponent(jobId)}`, signal),
    cancel: (jobId, signal) => call<Job>(jobPath(jobId, "cancel"), signal, { method: "POST" }),
    retry: (jobId, signal) => call<Job>(jobPath(jobId, "retry"), signal, { method: "POST" }),
    jobs: (cursor, signal) =>
      call<JobsPage>(
        `/api/jobs?${new URLSearchParams({
          limit: String(JOBS_PER_PAGE),
          ...(cursor ? { cursor } : {}),
        })}`,
        signal,
      ),
    async songs(q, limit, signal) {
      const query = new URLSearchParams({ limit: String(limit), ...(q ? { q } : {}) });
      return (await call<{ songs: SongSummary[] }>(`/api/songs?${query}`, signal)).songs;
    },
    song: (songId, signal) => call<Song>(`/api/songs/${encodeURIComponent(songId)}`, signal),
    isAlive: (signal) => call("/api/health/live", signal).then(() => true, () => false),
  };
}

function jobPath(jobId: string, action: "cancel" | "retry"): string {
  return `/api/jobs/${encodeURIComponent(jobId)}/${action}`;
}

async function call<T>(path: string, signal: AbortSignal, init: RequestInit = {}): Promise<T> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]);
  const response = await fetch(path, { ...init, signal: limit }).catch((error) => {
    signal.throwIfAborted();
    throw new Unreachable("The server does not answer", { cause: error });
  });
  if (response.ok) return await response.json() as T;
  throw new Refusal(await problemOf(response));
}

/** The problem document, or one made up for an answer from something in between. */
async function problemOf(response: Response): Promise<Problem> {
  if (response.headers.get("Content-Type")?.startsWith("application/problem+json")) {
    return await response.json() as Problem;
  }
  return {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: `The server answered ${response.status}`,
    code: "internal",
    requestId: response.headers.get("X-Request-Id") ?? "",
  };
}
