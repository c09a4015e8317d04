import assert from "node:assert/strict";
import { type Frame, isStored, isTerminalFrame } from "../../src/jobs/frame.ts";
import { SEQ_PER_ATTEMPT } from "../../src/jobs/job.ts";

/**
 * The stored frames of a job that has ended and was never retried: attempts from 1 without a gap,
 * `seq` from each attempt's first number on without gap or repeat, each attempt but the last one
 * interrupted, one end.
 */
export function assertLawfulFrames(frames: readonly Frame[]): void {
  const story = frames.map(({ type, seq }) => `${type} ${seq}`).join(", ");
  let attempt = 0;
  let previous: Frame | undefined;
  for (const frame of frames) {
    assert.ok(isStored(frame.type), story);
    if (frame.type === "started") {
      attempt++;
      assert.deepEqual([frame.attempt, frame.seq], [attempt, attempt * SEQ_PER_ATTEMPT], story);
      assert.ok(previous === undefined || previous.type === "interrupted", story);
    } else {
      assert.equal(frame.seq, (previous?.seq ?? 0) + 1, story);
      assert.notEqual(previous?.type, "interrupted", story);
    }
    previous = frame;
  }
  const ends = frames.filter(({ type }) => isTerminalFrame(type));
  assert.deepEqual(ends, frames.slice(-1), `one end, and nothing after it: ${story}`);
}
