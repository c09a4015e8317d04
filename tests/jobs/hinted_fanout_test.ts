import assert from "node:assert/strict";
import type { Envelope } from "../../src/jobs/fanout.ts";
import { createHintedFanout } from "../../src/jobs/hinted_fanout.ts";
import type { Hint } from "../../src/jobs/hints.ts";
import { MemoryFrameStore } from "../support/memory_frame_store.ts";
import { SAMPLE_JOB_ID } from "../support/sample_job.ts";

const PROGRESS = {
  progress: 40,
  progressBasis: "reported",
  stage: "generating",
  eta: null,
} as const;

/** A fan-out, what it tells other processes, and what its listener hears. */
function openFanout() {
  const sent: Hint[] = [];
  const followers = new Set<(hint: Hint) => void>();
  const fanout = createHintedFanout({
    send: (hint) => sent.push(hint),
    subscribe(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
  });
  const heard: (Envelope | string | undefined)[] = [];
  fanout.subscribe({
    onFrame: (envelope) => heard.push(envelope),
    onGrown: (jobId) => heard.push(jobId),
  });
  const deliver = (hint: Hint) => followers.forEach((follow) => follow(hint));
  return { fanout, sent, heard, deliver, followers };
}

Deno.test("a stored frame is heard here, and elsewhere it is told of", () => {
  const { fanout, sent, heard } = openFanout();
  const started = new MemoryFrameStore().append("started", { attempt: 1 });
  fanout.publish(started);
  assert.deepEqual(heard, [started]);
  assert.deepEqual(sent, [{ type: "frames_stored", jobId: SAMPLE_JOB_ID }]);
});

Deno.test("a frame that no log has travels in its hint", () => {
  const [here, elsewhere] = [openFanout(), openFanout()];
  const progress = new MemoryFrameStore().unstored("progress", PROGRESS);
  here.fanout.publish(progress);
  for (const hint of here.sent) elsewhere.deliver(hint);
  assert.deepEqual(elsewhere.heard, [progress]);
  assert.deepEqual(elsewhere.sent, []);
});

Deno.test("hints of other processes say which log to look at, or that any may have grown", () => {
  const { heard, deliver } = openFanout();
  deliver({ type: "frames_stored", jobId: SAMPLE_JOB_ID });
  deliver({ type: "hints_missed" });
  deliver({ type: "job_ready" });
  assert.deepEqual(heard, [SAMPLE_JOB_ID, undefined]);
});

Deno.test("a fan-out that is closed follows no hints", () => {
  const { fanout, followers } = openFanout();
  fanout[Symbol.dispose]();
  fanout[Symbol.dispose]();
  assert.equal(followers.size, 0);
});
