// One job as its workers write it into a log in memory: only lawful moves, each frame stored
// together with what it says of the job, and a memory of every frame that ever was.

import type { Envelope } from "../../src/jobs/fanout.ts";
import type { Frame, FramePayload, FrameType } from "../../src/jobs/frame.ts";
import type { Job, Status } from "../../src/jobs/job.ts";
import type { MemoryFrameStore } from "./memory_frame_store.ts";
import type { MemoryJobs } from "./memory_jobs.ts";
import { sampleJob, sampleOutput } from "./sample_job.ts";

const OWNER = "anonymous:1";
/** A few of these are more than a stream may hold, some dozens more than a socket may. */
const LARGE_URL = `/api/download/${"0".repeat(20_000)}`;

export type Move =
  | "claim"
  | "stage"
  | "bars"
  | "large"
  | "output"
  | "progress"
  | "interrupt"
  | "complete"
  | "fail"
  | "cancel"
  | "retry";

/** What workers and owners may do in each state, the usual more often. */
const MOVES: Readonly<Record<Status, readonly Move[]>> = {
  pending: ["claim", "claim", "claim", "cancel"],
  running: [
    ...["bars", "bars", "bars", "bars", "progress", "progress", "progress", "progress"] as const,
    ...["stage", "large", "output", "interrupt", "complete", "fail", "cancel"] as const,
  ],
  completed: [],
  failed: ["retry"],
  cancelled: ["retry"],
};

export type WrittenJobParts = {
  readonly frames: MemoryFrameStore;
  readonly jobs: MemoryJobs;
};

export class WrittenJob {
  readonly jobId = crypto.randomUUID();
  readonly #parts: WrittenJobParts;
  readonly #ever: Frame[] = [];
  #job: Job;
  #changes = 0;
  #isRemoved = false;

  constructor(parts: WrittenJobParts) {
    this.#parts = parts;
    this.#job = parts.jobs.add(sampleJob({ jobId: this.jobId }), OWNER);
    this.#store("stage", { stage: "queued" });
  }

  /** Every stored frame there ever was. */
  get ever(): readonly Frame[] {
    return this.#ever;
  }

  /** The stored frames that can still be read. */
  get kept(): readonly Frame[] {
    return this.#parts.frames.frames(this.jobId);
  }

  keptAfter(seq: number): number {
    return this.kept.filter((frame) => frame.seq > seq).length;
  }

  get lastSeq(): number {
    return this.#ever.at(-1)!.seq;
  }

  /** Grows with each change of the job or of its log. */
  get changes(): number {
    return this.#changes;
  }

  get isRemoved(): boolean {
    return this.#isRemoved;
  }

  /** As it is now, or was at last. */
  get job(): Job {
    return this.#job;
  }

  /** What may be done now. */
  get moves(): readonly Move[] {
    return this.#isRemoved ? [] : MOVES[this.job.status];
  }

  /** The envelope is what would be published; a retry has none. */
  move(move: Move): Envelope | undefined {
    switch (move) {
      case "claim":
        return this.#start();
      case "stage":
        return this.#store("stage", { stage: "generating" });
      case "bars":
        return this.#store("bars", { startBar: 0, bars: 1, secondsPerBar: 2, notes: [] });
      case "large":
        return this.#store("output", { output: { ...sampleOutput("midi"), url: LARGE_URL } });
      case "output":
        return this.#store("output", { output: sampleOutput("midi") });
      case "progress":
        return this.#progress();
      case "interrupt":
        return this.#store("interrupted", { reason: "a stop" }, { status: "pending" });
      case "complete":
        return this.#end("completed");
      case "fail":
        return this.#end("failed");
      case "cancel":
        return this.#end("cancelled");
      case "retry":
        this.#change({ status: "pending" });
        return undefined;
    }
  }

  trim(count: number): void {
    this.#changes++;
    this.#parts.frames.trim(this.jobId, count);
  }

  remove(): void {
    this.#changes++;
    this.#isRemoved = true;
    this.#parts.frames.remove(this.jobId);
    this.#parts.jobs.remove(this.jobId);
  }

  #start(): Envelope {
    const attempt = this.job.attempt + 1;
    return this.#store("started", { attempt }, { status: "running", attempt, progress: 0 });
  }

  #progress(): Envelope {
    const progress = Math.min(99, this.job.progress + 1);
    this.#change({ progress });
    return this.#parts.frames.unstored("progress", {
      progress,
      progressBasis: "reported",
      stage: "generating",
      eta: null,
    }, this.jobId);
  }

  #end(status: "completed" | "failed" | "cancelled"): Envelope {
    const job: Job = { ...this.job, status, seq: this.lastSeq + 1 };
    return this.#store(status, { job }, { status });
  }

  #store<T extends FrameType>(
    type: T,
    payload: FramePayload<T>,
    changes: Partial<Job> = {},
  ): Envelope {
    const envelope = this.#parts.frames.append(type, payload, this.jobId);
    this.#ever.push(envelope.frame);
    this.#change({ ...changes, seq: envelope.frame.seq });
    return envelope;
  }

  #change(changes: Partial<Job>): void {
    this.#changes++;
    this.#job = this.#parts.jobs.change(this.jobId, changes);
  }
}
