import assert from "node:assert/strict";
import { createEtaEstimator, estimateFrom } from "../../src/jobs/eta.ts";
import type { RecentRun } from "../../src/jobs/job_store.ts";
import { sampleJob } from "../support/sample_job.ts";

function run(seconds: number, lengthSeconds = 120): RecentRun {
  const timings = {
    queuedMs: 9_999,
    fetchMs: 0,
    generateMs: 0,
    convertMs: 1000 * seconds,
    storeMs: 0,
  };
  return { timings, lengthSeconds };
}

Deno.test("no estimate is invented from fewer than three runs", () => {
  assert.equal(estimateFrom([run(5), run(5)], sampleJob(), 2), null);
});

Deno.test("a finished job has no estimate", () => {
  const runs = [run(5), run(5), run(5)];
  assert.equal(estimateFrom(runs, sampleJob({ status: "completed" }), 2), null);
});

Deno.test("the estimate is a range from the middle to the slow end of recent runs", () => {
  const runs = [10, 10, 10, 10, 20].map((seconds) => run(seconds));
  const eta = estimateFrom(runs, sampleJob({ status: "running", progress: 50 }), 1);
  assert.deepEqual(eta, { lowSeconds: 5, highSeconds: 10, basis: "history" });
});

Deno.test("a piece twice as long is expected to take twice as long", () => {
  const runs = [run(10, 60), run(10, 60), run(10, 60)];
  const job = sampleJob({ status: "running", progress: 0 });
  assert.equal(estimateFrom(runs, job, 1)?.lowSeconds, 20);
});

Deno.test("a later place in the queue means a later end", () => {
  const runs = [run(10), run(10), run(10)];
  const first = estimateFrom(runs, sampleJob({ queuePosition: 1 }), 2);
  const fifth = estimateFrom(runs, sampleJob({ queuePosition: 5 }), 2);
  assert.deepEqual([first?.lowSeconds, fifth?.lowSeconds], [10, 30]);
  assert.ok(fifth!.highSeconds > first!.highSeconds);
});

Deno.test("the store is asked once in five seconds", async () => {
  let nowMs = 0;
  let asked = 0;
  const store = {
    recentRuns: () => {
      asked++;
      return Promise.resolve([run(1), run(1), run(1)]);
    },
  };
  const eta = createEtaEstimator(store, { workers: 1, now: () => nowMs });
  await eta.estimate(sampleJob());
  await eta.estimate(sampleJob());
  nowMs = 5_001;
  await eta.estimate(sampleJob());
  assert.equal(asked, 2);
});

Deno.test("a store that cannot answer means no estimate, not an error", async () => {
  const store = { recentRuns: () => Promise.reject(new Error("down")) };
  const eta = createEtaEstimator(store, { workers: 1, now: () => 0 });
  assert.equal(await eta.estimate(sampleJob()), null);
  assert.equal(await eta.expectedMs("convertMs", 60), undefined);
});
