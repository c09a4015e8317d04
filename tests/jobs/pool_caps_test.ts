import assert from "node:assert/strict";
import type { JobStore } from "../../src/jobs/job_store.ts";
import { eventually } from "../support/eventually.ts";
import { isEnded, type JobHarness, jobWhere, openJobHarness } from "../support/job_harness.ts";
import { type GenerateStep, ScriptedMl } from "../support/scripted_ml.ts";

const OTHER = { workerId: "another process", leaseSeconds: 45 };
/** No poll within a test. */
const NEVER_MS = 3_600_000;

/** Calls that end when the gate opens, and how many were under way at once, at most. */
function gatedCalls() {
  const seen = { now: 0, most: 0 };
  const gate = Promise.withResolvers<void>();
  const step: GenerateStep = async () => {
    seen.most = Math.max(seen.most, ++seen.now);
    await gate.promise;
    seen.now--;
  };
  return { seen, step, open: gate.resolve };
}

function countClaims(store: JobStore) {
  const counted = { claims: 0 };
  const claim: JobStore["claim"] = (...args) => {
    counted.claims++;
    return store.claim(...args);
  };
  return { counted, store: { ...store, claim } };
}

Deno.test("a pool at the cap of all asks once for each hint, and does not spin", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await harness.submit();
  await harness.submit();
  await harness.store.claim(OTHER);
  const { counted, store } = countClaims(harness.store);
  await using pool = harness.startPool({ maxRunning: 1, workers: 4, pollMs: NEVER_MS }, { store });
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(counted.claims, 1);
  pool.wake();
  await eventually(() => assert.equal(counted.claims, 2));
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(counted.claims, 2);
  assert.equal(pool.running, 0);
});

Deno.test("a pool at the cap goes on by polling when another process has ended a job", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await harness.submit();
  const other = (await harness.store.claim(OTHER))!;
  const jobId = await harness.submit();
  const { counted, store } = countClaims(harness.store);
  await using _pool = harness.startPool({ maxRunning: 1, pollMs: 20 }, { store });
  await eventually(() => assert.ok(counted.claims >= 3));
  assert.equal((await harness.store.find(jobId))?.status, "pending");
  await harness.store.settle(other.fence, { status: "cancelled", timings: {} });
  assert.equal((await jobWhere(harness.store, jobId, isEnded)).status, "completed");
});

Deno.test("a pool at the cap goes on at once when a job of its own has ended", async () => {
  const { seen, step, open } = gatedCalls();
  open();
  await using harness = await openJobHarness(new ScriptedMl({ generate: [step] }));
  const jobIds = await submitMany(harness, 3);
  await using _pool = harness.startPool({ maxRunning: 1, workers: 3, pollMs: NEVER_MS });
  for (const jobId of jobIds) await jobWhere(harness.store, jobId, isEnded);
  assert.equal(seen.most, 1);
});

Deno.test("pools share the cap of one client", async () => {
  const { seen, step, open } = gatedCalls();
  await using harness = await openJobHarness(new ScriptedMl({ generate: [step] }));
  const jobIds = await submitMany(harness, 6);
  const options = { maxRunningPerClient: 2, workers: 3 };
  await using _one = harness.startPool(options);
  await using _two = harness.startPool(options);
  await eventually(() => assert.equal(seen.now, 2));
  open();
  for (const jobId of jobIds) await jobWhere(harness.store, jobId, isEnded);
  assert.equal(seen.most, 2);
});

Deno.test("a pool without caps runs as many as it has workers", async () => {
  const { seen, step, open } = gatedCalls();
  await using harness = await openJobHarness(new ScriptedMl({ generate: [step] }));
  const jobIds = await submitMany(harness, 4);
  await using _pool = harness.startPool({ workers: 3 });
  await eventually(() => assert.equal(seen.now, 3));
  open();
  for (const jobId of jobIds) await jobWhere(harness.store, jobId, isEnded);
  assert.equal(seen.most, 3);
});

async function submitMany(harness: JobHarness, count: number): Promise<string[]> {
  const jobIds: string[] = [];
  while (jobIds.length < count) jobIds.push(await harness.submit());
  return jobIds;
}
