import assert from "node:assert/strict";
import { cleanFiles, cleanJobs } from "../../src/jobs/housekeeping.ts";
import { createHousekeepingStore } from "../../src/storage/postgres/housekeeping_store.ts";
import { isEnded, type JobHarness, jobWhere, openJobHarness } from "../support/job_harness.ts";
import { ScriptedMl } from "../support/scripted_ml.ts";

const signal = new AbortController().signal;

function houseOf(harness: JobHarness) {
  const lines: unknown[] = [];
  return {
    lines,
    store: createHousekeepingStore(harness.database, { jobRetentionDays: 7 }),
    objects: harness.objects,
    log: { info: (message: string, fields: unknown) => lines.push([message, fields]), warn() {} },
    now: () => new Date(),
  };
}

async function completed(harness: JobHarness): Promise<string> {
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  await jobWhere(harness.store, jobId, isEnded);
  return jobId;
}

function storedFiles(harness: JobHarness): string[] {
  return [...harness.objects.objects.keys()].filter((key) => key.startsWith("files/"));
}

Deno.test("a file that can be downloaded is never cleaned", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await completed(harness);
  await cleanFiles(houseOf(harness), signal);
  assert.equal(storedFiles(harness).length, 2);
});

Deno.test("files past their time lose their objects", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await completed(harness);
  await harness.database.sql`update files set expires_at = now()`;
  await cleanFiles(houseOf(harness), signal);
  assert.deepEqual(storedFiles(harness), []);
});

Deno.test("an object that no row names is removed, and songs are left alone", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await harness.objects.put("files/crashed/1.mid", new Uint8Array(1));
  await harness.objects.put("songs/1.mid", new Uint8Array(1));
  await cleanFiles(houseOf(harness), signal);
  assert.deepEqual([...harness.objects.objects.keys()], ["songs/1.mid"]);
});

Deno.test("a young object may still be named and is left alone", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await harness.objects.put("files/running/1.mid", new Uint8Array(1));
  await cleanFiles({ ...houseOf(harness), now: () => new Date(3_600_000) }, signal);
  assert.equal(storedFiles(harness).length, 1);
});

Deno.test("jobs past their time go with their objects, after the day was counted", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await completed(harness);
  await harness.database.sql`update jobs set finished_at = now() - interval '8 days'`;
  const house = houseOf(harness);
  await cleanJobs(house, signal);
  assert.equal(await harness.store.find(jobId), undefined);
  assert.deepEqual(storedFiles(harness), []);
  const [counted] = house.lines as [string, { statistics: { jobs: unknown } }][];
  assert.deepEqual(counted?.[1].statistics.jobs, { completed: 1 });
});
