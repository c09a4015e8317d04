// A job and its frames, as the server tells of them.

import type { Frame, FramePayload, FrameType } from "../../src/jobs/frame.ts";
import { type Job, type Output, SEQ_PER_ATTEMPT } from "../../src/jobs/job.ts";

export const SAMPLE_JOB_ID = "3f0d4c5e-8a51-4c1e-9d0a-4b6f5e2a7c10";
const AT = "2026-01-02T03:04:05.000Z";

/** A pending job with the changes given. */
export function sampleJob(changes: Partial<Job> = {}): Job {
  const { jobId = SAMPLE_JOB_ID } = changes;
  return {
    jobId,
    status: "pending",
    stage: "queued",
    progress: 0,
    progressBasis: "reported",
    songs: [
      { songId: "b9a1f4de-1111-4a11-8a11-000000000001", title: "El Grillo", artist: "Josquin" },
      { songId: "b9a1f4de-2222-4a22-8a22-000000000002", title: "Come Again", artist: "Dowland" },
      { songId: "b9a1f4de-3333-4a33-8a33-000000000003", title: "An Sylvia", artist: "Schubert" },
    ],
    options: {
      temperature: 0.8,
      creativity: 0.7,
      lengthSeconds: 120,
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
    eta: null,
    attempt: 0,
    cancelRequested: false,
    outputFileId: null,
    outputs: [],
    warnings: [],
    error: null,
    errorCode: null,
    timings: { queuedMs: 0, fetchMs: 0, generateMs: 0, convertMs: 0, storeMs: 0 },
    createdAt: AT,
    startedAt: null,
    finishedAt: null,
    expiresAt: AT,
    seq: 0,
    links: {
      self: `/api/status/${jobId}`,
      events: `/api/jobs/${jobId}/events`,
      cancel: `/api/jobs/${jobId}/cancel`,
      report: `/api/jobs/${jobId}/report`,
    },
    ...changes,
  };
}

/** A frame of the sample job. */
export function sampleFrame<T extends FrameType>(
  type: T,
  seq: number,
  payload: FramePayload<T>,
): Frame {
  return { type, jobId: SAMPLE_JOB_ID, seq, at: AT, ...payload } as unknown as Frame;
}

/** The first `seq` of an attempt. */
export function attemptSeq(attempt: number): number {
  return attempt * SEQ_PER_ATTEMPT;
}

export function sampleOutput(kind: "midi" | "mp3"): Output {
  const fileId = kind === "mp3"
    ? "b9a1f4de-4444-4a44-8a44-000000000004"
    : "b9a1f4de-5555-4a55-8a55-000000000005";
  return {
    fileId,
    kind,
    name: null,
    mediaType: kind === "mp3" ? "audio/mpeg" : "audio/midi",
    sizeBytes: 1,
    sha256: "0".repeat(64),
    url: `/api/download/${fileId}`,
    expiresAt: AT,
  };
}
