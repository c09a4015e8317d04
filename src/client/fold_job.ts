// The job as it is now, from what the server told whole and from the frames since; pure.
// `job.seq` says up to which stored frame the job is told: a replay of older ones changes nothing.

import { isStored } from "./frame_cursor.ts";
import type { Frame, Job } from "./wire.ts";

/** The job after the server told it whole; an older telling changes nothing. */
export function foldJob(known: Job | undefined, job: Job): Job {
  if (known === undefined) return job;
  if (known.seq > job.seq) return known;
  const progress = isSameRun(known, job) ? Math.max(known.progress, job.progress) : job.progress;
  return { ...job, progress };
}

/** The job after one frame. */
export function foldFrame(job: Job, frame: Frame): Job {
  return isNews(job, frame) ? { ...nextJob(job, frame), seq: frame.seq } : job;
}

/** Whether the frame tells what the job does not tell yet. */
export function isNews(job: Job, frame: Frame): boolean {
  return isStored(frame) ? frame.seq > job.seq : frame.seq >= job.seq;
}

export function isSameRun(before: Job | undefined, after: Job): boolean {
  return before?.status === "running" && after.status === "running" &&
    before.attempt === after.attempt;
}

/** Whether the job has come to its end, until someone retries it. */
export function isFinished({ status }: Job): boolean {
  return status === "completed" || status === "failed" || status === "cancelled";
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
    default:
      // A frame of a later protocol.
      return job;
  }
}

/** A new attempt may make a file again, or keep the one of the attempt before. */
function withOutput(outputs: Job["outputs"], output: Job["outputs"][number]): Job["outputs"] {
  const others = outputs.filter(({ kind, name }) => kind !== output.kind || name !== output.name);
  return [...others, output];
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
