// The job that the examples of the documents tell of.

import type { Job, Output } from "../jobs/job.ts";

export const EXAMPLE_JOB_ID = "6f1c2a34-0b5d-4e8f-9a70-1b2c3d4e5f60";
const FILE_ID = "0d9e8f7a-6b5c-4d3e-8f2a-1b0c9d8e7f6a";
const STARTED_AT = "2026-05-04T09:30:00.150Z";

/** Every frame of the example is told at this time. */
export const EXAMPLE_AT = "2026-05-04T09:30:09.400Z";

export const EXAMPLE_OUTPUT: Output = {
  fileId: FILE_ID,
  kind: "mp3",
  name: null,
  mediaType: "audio/mpeg",
  sizeBytes: 1_441_792,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  url: `/api/download/${FILE_ID}`,
  expiresAt: "2026-05-05T09:30:09.400Z",
};

/** As it was accepted. */
export const EXAMPLE_JOB: Job = {
  jobId: EXAMPLE_JOB_ID,
  status: "pending",
  stage: "queued",
  progress: 0,
  progressBasis: "estimated",
  songs: [
    {
      songId: "5b0c7a52-3a0e-4f4e-9a0b-1f4f6f1d2a01",
      title: "The Entertainer",
      artist: "Scott Joplin",
    },
    { songId: "5b0c7a52-3a0e-4f4e-9a0b-1f4f6f1d2a02", title: "Greensleeves", artist: "" },
    { songId: "5b0c7a52-3a0e-4f4e-9a0b-1f4f6f1d2a03", title: "Korobeiniki", artist: "" },
  ],
  options: {
    temperature: 0.8,
    creativity: 0.7,
    lengthSeconds: 60,
    seed: 7,
    weights: [1, 1, 1],
    quality: "high",
    sampleRate: 44100,
    key: null,
    tempoBpm: null,
    roleWeights: {},
    sections: [],
    outputs: [],
  },
  queuePosition: 1,
  eta: { lowSeconds: 8, highSeconds: 20, basis: "history" },
  attempt: 0,
  cancelRequested: false,
  outputFileId: null,
  outputs: [],
  warnings: [],
  error: null,
  errorCode: null,
  timings: { queuedMs: 0, fetchMs: 0, generateMs: 0, convertMs: 0, storeMs: 0 },
  createdAt: "2026-05-04T09:30:00.000Z",
  startedAt: null,
  finishedAt: null,
  expiresAt: "2026-05-11T09:30:00.000Z",
  seq: 1,
  links: {
    self: `/api/status/${EXAMPLE_JOB_ID}`,
    events: `/api/jobs/${EXAMPLE_JOB_ID}/events`,
    cancel: `/api/jobs/${EXAMPLE_JOB_ID}/cancel`,
    report: `/api/jobs/${EXAMPLE_JOB_ID}/report`,
  },
};

export const EXAMPLE_RUNNING_JOB: Job = {
  ...EXAMPLE_JOB,
  status: "running",
  stage: "generating",
  progress: 40,
  queuePosition: null,
  attempt: 1,
  startedAt: STARTED_AT,
  seq: 1_000_007,
};

export const EXAMPLE_COMPLETED_JOB: Job = {
  ...EXAMPLE_RUNNING_JOB,
  status: "completed",
  stage: "done",
  progress: 100,
  eta: null,
  outputFileId: FILE_ID,
  outputs: [EXAMPLE_OUTPUT],
  timings: { queuedMs: 150, fetchMs: 40, generateMs: 6_200, convertMs: 2_900, storeMs: 60 },
  finishedAt: EXAMPLE_AT,
  seq: 1_000_019,
};

const ENDED = { eta: null, finishedAt: EXAMPLE_AT, seq: 1_000_012 } as const;

export const EXAMPLE_FAILED_JOB: Job = {
  ...EXAMPLE_RUNNING_JOB,
  ...ENDED,
  status: "failed",
  error: "The ML service refused the request",
  errorCode: "ml_rejected",
};

export const EXAMPLE_CANCELLED_JOB: Job = {
  ...EXAMPLE_RUNNING_JOB,
  ...ENDED,
  status: "cancelled",
  cancelRequested: true,
};
