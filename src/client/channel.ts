// What a client asks of the server, whichever way the bytes go.

import type { Refusal } from "./refusal.ts";
import type { Unreachable } from "./unreachable.ts";
import type { Frame, Job, OptionsRequest, SongFilter, SongPage, SongRequest } from "./wire.ts";

export type BlendRequest = {
  /** Three different songs. */
  readonly songs: readonly SongRequest[];
  readonly options?: OptionsRequest | undefined;
  /** The same for every try of one blend, so that a break never makes two jobs. */
  readonly idempotencyKey: string;
};

export type SongSearch = SongFilter & {
  readonly q: string;
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
};

/** Whoever looks on while a job goes its way. */
export type Watcher = {
  /** The job as it is now: first of all, and again after every break. */
  onJob(job: Job): void;
  /** Every stored frame once and in order, and the unstored ones as they come. */
  onFrame(frame: Frame): void;
  /** Nothing more will come: there is no such job, or the server is not to be asked again. */
  onError(error: Refusal | Unreachable): void;
};

export interface Channel {
  /** @throws {Refusal} when the server says no. */
  generate(request: BlendRequest, signal: AbortSignal): Promise<Job>;
  /** Songs that look like the text, best first. */
  search(query: SongSearch, signal: AbortSignal): Promise<SongPage>;
  cancel(jobId: string, signal: AbortSignal): Promise<void>;
  /** Watches from the stored frame after `after` on; the answer stops it. */
  watch(jobId: string, after: number, watcher: Watcher): () => void;
}
