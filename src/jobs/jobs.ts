// What can be done with jobs from outside: the one path REST and WebSocket share.

import type { SongRequest } from "../songs/song_request.ts";
import type { Caller } from "./caller.ts";
import type { Job, Status } from "./job.ts";
import type { JobPage, StoredFile } from "./job_store.ts";
import type { OptionsRequest } from "./options.ts";
import type { Report } from "./report.ts";
import type { Quota } from "./submit_limiter.ts";

export type SubmitRequest = {
  readonly songs: readonly [SongRequest, SongRequest, SongRequest];
  readonly options: OptionsRequest;
  readonly idempotencyKey: string | undefined;
};

/** Every method throws AppError; an unknown, malformed or foreign id is `not_found`. */
export interface Jobs {
  /**
   * @throws {AppError} `draining`, `song_not_found`, `song_ambiguous`, `duplicate_song`,
   * `idempotency_mismatch`, `rate_limited`, `too_many_jobs`, `queue_full`, `not_ready`; none of
   * them costs quota.
   */
  submit(
    request: SubmitRequest,
    caller: Caller,
    signal?: AbortSignal,
  ): Promise<{ readonly job: Job; readonly isReplayed: boolean }>;
  find(jobId: string, signal?: AbortSignal): Promise<Job>;
  list(
    query: { readonly status?: Status; readonly cursor?: string; readonly limit: number },
    caller: Caller,
    signal?: AbortSignal,
  ): Promise<JobPage>;
  /** What the composer told of the job. @throws {AppError} `no_report` while it told nothing. */
  report(jobId: string, signal?: AbortSignal): Promise<Report>;
  /** The Job as it is afterwards: still `running` with `cancelRequested` while it is stopping. */
  cancel(jobId: string, caller: Caller): Promise<Job>;
  /**
   * @throws {AppError} `not_retryable`, `rate_limited`, `too_many_jobs`, `queue_full`, `draining`;
   * none of them costs quota.
   */
  retry(jobId: string, caller: Caller): Promise<Job>;
  /** A file that can be read now. @throws {AppError} `not_found`, `expired`. */
  openFile(fileId: string, signal?: AbortSignal): Promise<StoredFile>;
  quota(caller: Caller): Promise<Quota>;
}
