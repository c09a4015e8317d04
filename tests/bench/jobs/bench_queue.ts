// A queue under measurement, ours or a peer: the same steps for each.

/** Where a queue lives: a database of its own, or a name of its own in Redis. */
export type Place = {
  readonly queue: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
};

/** What a worker does with a job, and what it tells of it. */
export type Handler = {
  readonly started: (jobId: string) => void;
  /** The work itself. */
  readonly run: (jobId: string, signal: AbortSignal) => Promise<void>;
  /** The queue has taken the result from this worker, as far as it lets a worker know. */
  readonly ended: (jobId: string) => void;
  /** Whether to ask a queue that does not tell it whose result it has taken. */
  readonly asksWhoseResult?: true;
  /** The job has stopped as it was cancelled. */
  readonly cancelled?: (jobId: string) => void;
};

/** Each job by itself, which long ones need, or as many at a time as a queue can. */
export type Tuning = "apart" | "batched";

export interface BenchQueue extends AsyncDisposable {
  /** Adds jobs, and resolves with their ids when all are accepted. */
  submit(count: number): Promise<readonly string[]>;
  /** Works on up to CONCURRENCY jobs at once until disposed. */
  work(handler: Handler, tuning: Tuning): Promise<AsyncDisposable>;
}

/** Opens the queue of a place and makes its tables where they are missing. */
export type OpenQueue = (place: Place) => Promise<BenchQueue>;

export const CONCURRENCY = 10;
export const POOL_SIZE = 20;

/** How long a silent worker keeps its jobs, for each queue that lets one say: the least of ours. */
export const LEASE_SECONDS = 10;
