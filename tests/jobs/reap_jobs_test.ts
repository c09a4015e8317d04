import assert from "node:assert/strict";
import { reapJobs } from "../../src/jobs/reap_jobs.ts";
import { openJobHarness } from "../support/job_harness.ts";
import { newJob } from "../support/new_job.ts";
import { ScriptedMl } from "../support/scripted_ml.ts";

const DEAD_JOBS = 64;

Deno.test("all jobs of workers that fell silent are taken at once, however many", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const limits = { maxPending: DEAD_JOBS, maxPendingPerClient: DEAD_JOBS };
  for (let count = 0; count < DEAD_JOBS; count++) {
    await harness.store.submit(newJob(), limits);
    await harness.store.claim({ workerId: "dead", leaseSeconds: 45 });
  }
  await harness.database.sql`update jobs set lease_expires_at = now() - interval '1 second'`;
  assert.equal(await reapJobs(harness), DEAD_JOBS);
  assert.deepEqual(await harness.store.countOpen(), { pending: DEAD_JOBS, running: 0 });
  assert.equal(harness.seen.length, DEAD_JOBS);
});
