// What is known of a watched job, folded from snapshots and frames; pure.
// `job.seq` says up to which frame the job itself is told. A replay of older frames fills the
// piece without turning the job back.

import { foldFrame, foldJob, isNews, isSameRun } from "../client/fold_job.ts";
import { isStored } from "../client/frame_cursor.ts";
import type { Frame, Job } from "../client/wire.ts";
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
export function applyJob(state: JobState, told: Job): JobState {
  const job = foldJob(state.job, told);
  if (job === state.job) return state;
  return { ...state, job, message: isSameRun(state.job, job) ? state.message : undefined };
}

/** The state after one frame. */
export function applyFrame(state: JobState, frame: Frame): JobState {
  if (!isStored(frame)) return applyToJob(state, frame);
  if (frame.seq <= state.seq) return state;
  const piece = frame.type === "bars" ? appendBars(state.piece, frame) : state.piece;
  return applyToJob({ ...state, seq: frame.seq, piece }, frame);
}

function applyToJob(state: JobState, frame: Frame): JobState {
  if (!state.job || !isNews(state.job, frame)) return state;
  const isNewWork = frame.type === "started" || frame.type === "queued" || frame.type === "stage";
  const told = frame.type === "progress" ? frame.message : undefined;
  const message = isNewWork ? undefined : told ?? state.message;
  return { ...state, message, job: foldFrame(state.job, frame) };
}
