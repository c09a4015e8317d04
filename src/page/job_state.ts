// What is known of a watched job, folded from snapshots and frames; pure.
// `job.seq` says up to which frame the job itself is told. A replay of older frames fills the
// piece without turning the job back.

import type { Frame, Job } from "../channel/protocol.ts";
import { isStored } from "./frame_cursor.ts";
import { appendBars, EMPTY_PIECE, type Piece } from "./piece.ts";

export type JobState = {
  readonly jobId: string;
  /** Undefined until the server has told of it. */
  readonly job: Job | undefined;
  /** The `seq` of the last stored frame seen: where to go on after a break. */
  readonly seq: number;
  readonly piece: Piece;
  /** What the composer says it is doing. */
  readonly message: string | undefined;
};

export function createJobState(jobId: string, job?: Job): JobState {
  return { jobId, job, seq: 0, piece: EMPTY_PIECE, message: undefined };
}

/** The state after the server told the whole job. */
export function applyJob(state: JobState, job: Job): JobState {
  const known = state.job;
  if (known && known.seq > job.seq) return state;
  const isSameRun = known?.status === "running" && job.status === "running" &&
    known.attempt === job.attempt;
  const progress = isSameRun ? Math.max(known.progress, job.progress) : job.progress;
  const message = isSameRun ? state.message : undefined;
  return { ...state, message, job: { ...job, progress } };
}

/** The state after one frame. */
export function applyFrame(state: JobState, frame: Frame): JobState {
  if (!isStored(frame)) return applyToJob(state, frame, state.job && frame.seq >= state.job.seq);
  if (frame.seq <= state.seq) return state;
  const piece = frame.type === "bars" ? appendBars(state.piece, frame) : state.piece;
  const seen = { ...state, seq: frame.seq, piece };
  return applyToJob(seen, frame, state.job && frame.seq > state.job.seq);
}

function applyToJob(state: JobState, frame: Frame, isNews: boolean | undefined): JobState {
  if (!state.job || !isNews) return state;
  const isNewWork = frame.type === "started" || frame.type === "queued" || frame.type === "stage";
  const told = frame.type === "progress" ? frame.message : undefined;
  const message = isNewWork ? undefined : told ?? state.message;
  return { ...state, message, job: { ...nextJob(state.job, frame), seq: frame.seq } };
}

function nextJob(job: Job, frame: Frame): Job {
  switch (frame.type) {
    case "queued":
      return { ...job, ...WAITING, queuePosition: frame.queuePosition, eta: frame.eta };
    case "started":
      return { ...job, ...FRESH, status: "running", attempt: frame.attempt, startedAt: frame.at };
    case "stage":
      return { ...job, stage: frame.stage };
    case "progress":
      return {
        ...job,
        progress: Math.max(job.progress, frame.progress),
        progressBasis: frame.progressBasis,
        stage: frame.stage,
        eta: frame.eta,
      };
    case "bars":
      return job;
    case "output":
      return { ...job, outputs: withOutput(job.outputs, frame.output) };
    case "interrupted":
      return { ...job, ...WAITING };
    case "completed":
    case "failed":
    case "cancelled":
      return frame.job;
  }
}

/** A new attempt may make a file again, or keep the one of the attempt before. */
function withOutput(outputs: Job["outputs"], output: Job["outputs"][number]): Job["outputs"] {
  return [...outputs.filter(({ kind }) => kind !== output.kind), output];
}

/** What a new attempt forgets of the one before. */
const FRESH = {
  stage: "fetching",
  progress: 0,
  queuePosition: null,
  eta: null,
  warnings: [],
  error: null,
  errorCode: null,
  finishedAt: null,
} satisfies Partial<Job>;

const WAITING = { ...FRESH, status: "pending", stage: "queued" } satisfies Partial<Job>;

/** Whether the job has come to its end, until someone retries it. */
export function isFinished(job: Job): boolean {
  return job.status === "completed" || job.status === "failed" || job.status === "cancelled";
}
