// The object store away while jobs run: they wait for it, however long, and nothing is counted.

import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { MAX_FAILURES } from "../../src/jobs/job.ts";
import { isEnded, type JobHarness, jobWhere, openJobHarness } from "../support/job_harness.ts";
import { ScriptedMl } from "../support/scripted_ml.ts";

const MORE_THAN_MAY_FAIL = MAX_FAILURES + 2;

function away(): Promise<never> {
  return Promise.reject(new AppError("storage_unavailable", "The object store cannot be reached"));
}

/** Lets so many attempts meet the outage; the last one is left to wait. */
async function meetOutage({ store, database }: JobHarness, jobId: string): Promise<void> {
  for (let attempt = 1; attempt <= MORE_THAN_MAY_FAIL; attempt++) {
    await makeDue(database);
    await jobWhere(store, jobId, (job) => job.attempt === attempt && job.status === "pending");
  }
  const [row] = await database.sql`select failures from jobs`;
  assert.equal(row?.failures, 0);
}

/** Nobody wants to wait for the next attempt. */
async function makeDue({ sql }: JobHarness["database"]): Promise<void> {
  await sql`update jobs set run_at = now()`;
}

Deno.test("a job whose songs cannot be read in an outage waits, and nothing is counted", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await harness.submit();
  const get = harness.objects.get.bind(harness.objects);
  harness.objects.get = away;
  await using _pool = harness.startPool();
  await meetOutage(harness, jobId);
  harness.objects.get = get;
  await makeDue(harness.database);
  assert.equal((await jobWhere(harness.store, jobId, isEnded)).status, "completed");
});

Deno.test("a job whose result cannot be stored in an outage waits, and nothing is counted", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await harness.submit();
  const put = harness.objects.put.bind(harness.objects);
  harness.objects.put = away;
  await using _pool = harness.startPool();
  await meetOutage(harness, jobId);
  harness.objects.put = put;
  await makeDue(harness.database);
  assert.equal((await jobWhere(harness.store, jobId, isEnded)).status, "completed");
});

Deno.test("a job is not composed again and again for a store that takes nothing", async () => {
  const ml = new ScriptedMl();
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit();
  const { put, check } = harness.objects;
  harness.objects.put = harness.objects.check = away;
  await using _pool = harness.startPool();
  await meetOutage(harness, jobId);
  assert.equal(ml.generateCalls, 1);
  harness.objects.put = put;
  harness.objects.check = check;
  await makeDue(harness.database);
  assert.equal((await jobWhere(harness.store, jobId, isEnded)).status, "completed");
});

Deno.test("a song that is too large fails its job, and does not wait for ever", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await harness.submit();
  for (const key of harness.objects.objects.keys()) {
    await harness.objects.put(key, new Uint8Array(3 * 1024 * 1024));
  }
  await using _pool = harness.startPool();
  for (let attempt = 1; attempt < MAX_FAILURES; attempt++) {
    await jobWhere(
      harness.store,
      jobId,
      (job) => job.attempt === attempt && job.status === "pending",
    );
    await harness.database.sql`update jobs set run_at = now()`;
  }
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.deepEqual([job.status, job.errorCode], ["failed", "song_unavailable"]);
});
