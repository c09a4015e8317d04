// The contract of the frame log: what resume reads.

import type { Frame } from "./frame.ts";

/** Most frames one call reads. */
export const MAX_FRAMES_PER_PAGE = 500;

export interface FrameStore {
  /** Stored frames of a job with `seq > after`, in order, at most `limit`. */
  read(jobId: string, after: number, limit: number, signal?: AbortSignal): Promise<Frame[]>;
  /** The `seq` of the last stored frame of each job that exists. */
  lastSeqs(jobIds: readonly string[], signal?: AbortSignal): Promise<Map<string, number>>;
}
