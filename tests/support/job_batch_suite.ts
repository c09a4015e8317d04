// What every database must do for claims and completions that come at once: each as if it came alone.

import assert from "node:assert/strict";
import type { Fence, JobStore, NewFile } from "../../src/jobs/job_store.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import { CLAIM, jobStoreTests, seqsOf, submitAndClaim, submitted } from "./job_store_world.ts";
import type { Need } from "./needed_program.ts";
import { newFile } from "./new_job.ts";

const WORKERS = ["worker-1", "worker-2", "worker-3", "worker-4", "worker-5"];

export function jobBatchSuite(name: string, need: Need, open: () => Promise<Database>): void {
  const test = jobStoreTests(name, need, open);

  test("gives each of many that ask at once a job of its own, as many as wait", async ({ jobs }) => {
    const waiting = [await submitted(jobs), await submitted(jobs), await submitted(jobs)];
    const claims = await Promise.all(
      WORKERS.map((workerId) => jobs.claim({ workerId, leaseSeconds: CLAIM.leaseSeconds })),
    );
    const fences = claims.flatMap((claim) => claim ? [claim.fence] : []);
    assert.deepEqual(
      fences.map(({ jobId }) => jobId).toSorted(),
      waiting.map(({ jobId }) => jobId).toSorted(),
    );
    for (const fence of fences) {
      const renewed = await jobs.heartbeat(fence.workerId, [fence], CLAIM.leaseSeconds);
      assert.deepEqual(renewed.map(({ jobId }) => jobId), [fence.jobId]);
    }
  });

  test("completes many at once, each with its own file and frames", async ({ jobs, frames }) => {
    const claims = [await submitAndClaim(jobs), await submitAndClaim(jobs)];
    const files = [newFile("mp3"), newFile("mp3")];
    const ends = await Promise.all(
      claims.map(({ fence }, index) => complete(jobs, fence, files[index])),
    );
    for (const [index, { fence }] of claims.entries()) {
      const job = await jobs.find(fence.jobId);
      assert.deepEqual(job?.outputs.map(({ fileId }) => fileId), [files[index]!.fileId]);
      const stored = await frames.read(fence.jobId, 1_000_000, 10);
      assert.deepEqual(seqsOf(stored), [1_000_001, 1_000_002]);
      assert.deepEqual(ends[index]?.map(({ frame }) => frame), stored);
    }
  });

  test("completes the others when one at once has lost its job", async ({ jobs }) => {
    const { fence } = await submitAndClaim(jobs);
    const lost = { ...(await submitAndClaim(jobs)).fence, workerId: "somebody else" };
    const [kept, refused] = await Promise.all([complete(jobs, fence), complete(jobs, lost)]);
    assert.deepEqual([kept?.length, refused], [1, undefined]);
    assert.equal((await jobs.find(lost.jobId))?.status, "running");
  });

  test("completes the others when one at once cannot be stored", async ({ jobs }) => {
    const [first, second] = [await submitAndClaim(jobs), await submitAndClaim(jobs)];
    const taken = newFile("midi");
    await jobs.publishOutput(first.fence, { file: taken });
    const sameObject = { ...newFile("mp3"), objectKey: taken.objectKey };
    const [kept, broken] = await Promise.allSettled([
      complete(jobs, first.fence),
      complete(jobs, second.fence, sameObject),
    ]);
    assert.deepEqual([kept.status, broken.status], ["fulfilled", "rejected"]);
    assert.equal((await jobs.find(first.fence.jobId))?.status, "completed");
    assert.equal((await jobs.find(second.fence.jobId))?.status, "running");
  });

  test("completes a job once though it is asked to twice at once", async ({ jobs, frames }) => {
    const { fence } = await submitAndClaim(jobs);
    const ends = await Promise.all([complete(jobs, fence), complete(jobs, fence)]);
    assert.equal(ends.filter((end) => end !== undefined).length, 1);
    assert.deepEqual(seqsOf(await frames.read(fence.jobId, 1_000_000, 10)), [1_000_001]);
  });
}

function complete(jobs: JobStore, fence: Fence, file?: NewFile) {
  return jobs.settle(fence, {
    status: "completed",
    outputFileId: file?.fileId ?? crypto.randomUUID(),
    ...(file ? { file } : {}),
    warnings: [],
    timings: {},
  });
}
