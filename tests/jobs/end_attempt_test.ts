import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { endAttempt } from "../../src/jobs/end_attempt.ts";
import { sampleJob } from "../support/sample_job.ts";

/** How loud the log tells of an attempt that ended for this reason. */
async function levelOf(reason: unknown): Promise<string> {
  const levels: string[] = [];
  const deps = {
    store: { settle: () => Promise.resolve([]), release: () => Promise.resolve(undefined) },
    ml: { isBreakerOpen: false },
    log: { info: () => levels.push("info"), warn: () => levels.push("warn") },
  };
  const job = sampleJob();
  const fence = { jobId: job.jobId, attempt: 1, workerId: "worker" };
  await endAttempt({ job, fence } as never, { reason, timings: {} }, deps as never);
  return levels.join();
}

Deno.test("an attempt that ends by a fault of ours is a warning, one by another's is none", async () => {
  assert.equal(await levelOf(new TypeError("x is not a function")), "warn");
  assert.equal(await levelOf(new AppError("ml_unavailable", "The ML service is away")), "info");
  assert.equal(await levelOf(new AppError("ml_rejected", "The ML service refused")), "info");
});
