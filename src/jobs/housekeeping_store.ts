// The contract of what housekeeping asks of the database. Every call takes at most one batch.

export type Statistics = {
  readonly jobs: Readonly<Record<string, number>>;
  readonly runMs: { readonly p50: number; readonly p90: number } | null;
  readonly failures: Readonly<Record<string, number>>;
  readonly files: { readonly count: number; readonly sizeBytes: number };
};

export type LiveFile = { readonly fileId: string; readonly objectKey: string };

export interface HousekeepingStore {
  /** Marks files past their time as deleted and answers the keys of their objects. */
  expireFiles(limit: number): Promise<string[]>;
  /** Deletes jobs past their time, never a running one; answers how many and their objects' keys. */
  pruneJobs(limit: number): Promise<{ readonly jobs: number; readonly objectKeys: string[] }>;
  /** Which of the keys belong to a song, or to a file that can still be downloaded. */
  liveObjectKeys(objectKeys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Files that can be downloaded, by their ids, those after the id given. */
  liveFiles(after: string | undefined, limit: number): Promise<LiveFile[]>;
  /** Counts of the last 24 hours. */
  statistics(): Promise<Statistics>;
  /** Gives room back where the database does not do it by itself. */
  vacuum(): Promise<void>;
}
