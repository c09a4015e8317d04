// The one job that all watchers of a measurement watch, and its frames: the same bytes for ours and
// for every peer.

import type { Frame } from "../../../src/jobs/frame.ts";

export const WATCHED_JOB_ID = "3f0d4c5e-8a51-4c1e-9d0a-4b6f5e2a7c10";
const FIRST_SEQ = 1_000_000;

type Bars = Extract<Frame, { type: "bars" }>;

/** Shared by all frames: a log in memory must not be what fills it. */
const notes = new Map<number, Bars["notes"]>();

/**
 * The n-th frame, which says in whole microseconds when it was made. As JSON it has some 170 bytes
 * and 18 for each note.
 */
export function makeFrame(n: number, noteCount: number): Frame {
  return {
    type: "bars",
    jobId: WATCHED_JOB_ID,
    seq: FIRST_SEQ + n,
    at: new Date().toISOString(),
    startBar: Math.round((performance.timeOrigin + performance.now()) * 1000),
    bars: 1,
    secondsPerBar: 2.0625,
    notes: notesOf(noteCount),
  };
}

function notesOf(count: number): Bars["notes"] {
  const known = notes.get(count) ??
    Array.from({ length: count }, (): Bars["notes"][number] => [0.25, 0.5, 60, 100, 0, 0]);
  notes.set(count, known);
  return known;
}
