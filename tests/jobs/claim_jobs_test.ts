import assert from "node:assert/strict";
import { claimJobs, MAX_CLAIMS_AT_ONCE } from "../../src/jobs/claim_jobs.ts";
import type { ClaimedJob, ClaimLimits } from "../../src/jobs/job_store.ts";
import { openJobHarness } from "../support/job_harness.ts";
import { ScriptedMl } from "../support/scripted_ml.ts";

const LIMITS: ClaimLimits = { workerId: "worker", leaseSeconds: 45 };

async function openWorld() {
  const harness = await openJobHarness(new ScriptedMl());
  const warnings: string[] = [];
  let calls = 0;
  const claim = (limits: ClaimLimits) => {
    calls++;
    return harness.store.claim(limits);
  };
  const log = { info: () => {}, warn: (message: string) => void warnings.push(message) };
  return {
    ...harness,
    warnings,
    calls: () => calls,
    with: (changed = claim) => ({ store: { ...harness.store, claim: changed }, log }),
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}

Deno.test("as many jobs are claimed as workers are free", async () => {
  await using world = await openWorld();
  const jobIds = [await world.submit(), await world.submit(), await world.submit()];
  const first = await claimJobs(world.with(), LIMITS, 2);
  assert.deepEqual([idsOf(first.claimed), first.areMore], [jobIds.slice(0, 2), true]);
  const second = await claimJobs(world.with(), LIMITS, 2);
  assert.deepEqual([idsOf(second.claimed), second.areMore], [jobIds.slice(2), false]);
});

Deno.test("no more jobs are claimed together than the limit says", async () => {
  await using world = await openWorld();
  await claimJobs(world.with(), LIMITS, MAX_CLAIMS_AT_ONCE + 1);
  assert.equal(world.calls(), MAX_CLAIMS_AT_ONCE);
});

Deno.test("under a cap jobs are claimed one by one", async () => {
  await using world = await openWorld();
  await world.submit();
  await world.submit();
  const { claimed, areMore } = await claimJobs(world.with(), { ...LIMITS, maxRunning: 5 }, 4);
  assert.deepEqual([world.calls(), claimed.length, areMore], [1, 1, true]);
});

Deno.test("jobs that were claimed are kept though other claims failed, which is told once", async () => {
  await using world = await openWorld();
  const jobId = await world.submit();
  let calls = 0;
  const claim = (limits: ClaimLimits) =>
    calls++ === 0 ? world.store.claim(limits) : Promise.reject(new Error("cut off"));
  const { claimed, areMore } = await claimJobs(world.with(claim), LIMITS, 3);
  assert.deepEqual([idsOf(claimed), areMore], [[jobId], false]);
  assert.deepEqual(world.warnings, ["Cannot claim jobs"]);
});

function idsOf(claimed: readonly ClaimedJob[]): string[] {
  return claimed.map(({ fence }) => fence.jobId);
}
