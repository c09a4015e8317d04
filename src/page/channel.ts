// What the page asks of the server about blends, whichever way the bytes go.

import type { ClientMessage, Frame, Job, ServerMessage, SongSummary } from "../channel/protocol.ts";

type Generate = Extract<ClientMessage, { type: "generate" }>;

export type Problem = Extract<ServerMessage, { type: "error" }>["error"];

export type BlendRequest = {
  readonly songs: Generate["songs"];
  readonly options: Generate["options"];
  /** The same for every try of one blend, so that a break never makes two jobs. */
  readonly idempotencyKey: string;
};

/** Whoever looks on while a job goes its way. */
export type Watcher = {
  /** The job as it is now: first of all, and again after every break. */
  onJob(job: Job): void;
  /** Every stored frame once and in order, and the unstored ones as they come. */
  onFrame(frame: Frame): void;
  /** There is no such job, or it may not be watched: nothing more will come. */
  onRefused(problem: Problem): void;
};

export interface Channel {
  /** @throws {Refusal} when the server says no. */
  generate(request: BlendRequest, signal: AbortSignal): Promise<Job>;
  /** Songs that look like the text, best first. */
  search(text: string, limit: number, signal: AbortSignal): Promise<SongSummary[]>;
  cancel(jobId: string, signal: AbortSignal): Promise<void>;
  /** Watches from the stored frame after `after` on; the answer stops it. */
  watch(jobId: string, after: number, watcher: Watcher): () => void;
}

/** The server understood and refused. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Nobody answered in time. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}
