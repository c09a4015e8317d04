// The one job that all watchers of a measurement watch, and its frames: the same bytes for ours and
// for every peer.

import type { Frame } from "../../../src/jobs/frame.ts";

export const WATCHED_JOB_ID = "3f0d4c5e-8a51-4c1e-9d0a-4b6f5e2a7c10";
const FIRST_SEQ = 1_000_000;

/** The n-th frame: some 225 bytes as JSON. It says in whole microseconds when it was made. */
export function makeFrame(n: number): Frame {
  return {
    type: "bars",
    jobId: WATCHED_JOB_ID,
    seq: FIRST_SEQ + n,
    at: new Date().toISOString(),
    startBar: Math.round((performance.timeOrigin + performance.now()) * 1000),
    bars: 1,
    secondsPerBar: 2.0625,
    notes: [[0.25, 0.5, 60, 100, 0, 0], [0.75, 0.5, 64, 90, 1, 1], [1.25, 0.5, 67, 80, 2, 2]],
  };
}
