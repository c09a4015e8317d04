// Does an operation to a job store and to the model of it: both must answer the same.

import assert from "node:assert/strict";
import type { Envelope } from "../../src/jobs/fanout.ts";
import type { Fence } from "../../src/jobs/job_store.ts";
import type { ModelAnswer, ModelEnd, ModelJob, ModelLimits } from "./job_model.ts";
import type { JobModelWorld } from "./job_model_world.ts";
import type { FenceChoice, Name, Operation, Operations } from "./job_operations.ts";
import { newFile, newJob } from "./new_job.ts";

const PENDING_LIMITS = { maxPending: 8, maxPendingPerClient: 4 };
const RUNNING_LIMITS: ModelLimits = { running: 4, runningPerClient: 2 };
const LEASE_SECONDS = 45;
const LONG_DELAY_SECONDS = 3_600;

/** Does an operation to the store and to the model, and compares what they answer. */
export async function perform(world: JobModelWorld, operation: Operation): Promise<void> {
  world.tally(operation.do);
  await (PERFORM[operation.do] as Perform<Name>)(world, operation);
}

type Perform<N extends Name> = (world: JobModelWorld, parameters: Operations[N]) => Promise<void>;

const PERFORM: { readonly [N in Name]: Perform<N> } = {
  async submit({ store, model, newJobId, tally }, { client, isNewOwner }) {
    const owner = isNewOwner ? crypto.randomUUID() : client;
    const job = newJob({ jobId: newJobId(), owner, client });
    const { outcome } = await store.submit(job, PENDING_LIMITS);
    assert.equal(outcome, model.submit(job.jobId, client, PENDING_LIMITS));
    tally(`submit: ${outcome}`);
  },
  async claim({ store, model, fences }, { worker: workerId, isCapped }) {
    const limits = isCapped ? RUNNING_LIMITS : undefined;
    const claimed = await store.claim({
      workerId,
      leaseSeconds: LEASE_SECONDS,
      maxRunning: limits?.running,
      maxRunningPerClient: limits?.runningPerClient,
    });
    const before = model.jobs.find(({ jobId }) => jobId === claimed?.fence.jobId)?.seq;
    const job = model.claim(workerId, limits);
    const expected = job && { jobId: job.jobId, attempt: job.attempt, workerId };
    assert.deepEqual(claimed?.fence, expected, "the fair next job is claimed");
    if (!claimed) return;
    fences.push(claimed.fence);
    assert.deepEqual(framesOf([claimed.started]), job!.frames.slice(-1));
    assert.equal(claimed.started.prevSeq, before);
  },
  async heartbeat({ store, model, fences }, { worker, isLate }) {
    const own = fences.filter((fence) =>
      fence.workerId === worker && !(isLate && model.held(fence))
    );
    const renewed = await store.heartbeat(worker, own, LEASE_SECONDS);
    assert.deepEqual(byJob(renewed), byJob(model.heartbeat(own)));
  },
  async expireLease({ sql, model }, { at }) {
    const job = pick(model.in("running"), at);
    if (!job) return;
    job.isLeaseOver = true;
    await sql`update jobs set lease_expires_at = now() - interval '1 second'
      where job_id = ${job.jobId}::uuid`;
  },
  async endDelays({ sql, model }) {
    for (const job of model.in("pending")) job.isDue = true;
    await sql`update jobs set run_at = now() where status = 'pending'`;
  },
  async append(world, { fence, stages }) {
    const chosen = fenceOf(world, fence);
    const frames = stages.map((stage) => ({ type: "stage", stage }) as const);
    const stored = await world.store.append(chosen, frames);
    compare(world, stored, world.model.append(chosen, stages));
  },
  async saveProgress(world, { fence, progress }) {
    const chosen = fenceOf(world, fence);
    const shown = { progress, progressBasis: "reported", stage: "generating" } as const;
    const saved = await world.store.saveProgress(chosen, shown);
    const expected = world.model.saveProgress(chosen, progress);
    assert.deepEqual(saved && { ...saved }, expected);
  },
  async publish(world, { fence, output: [kind, name] }) {
    const chosen = fenceOf(world, fence);
    const file = newFile(kind, name);
    const output = await world.store.publishOutput(chosen, { file });
    compare(world, output && [output], world.model.publish(chosen, file));
  },
  complete(world, { fence, output }) {
    const file = output && newFile(...output);
    const outputFileId = file?.fileId ?? crypto.randomUUID();
    return settle(world, fence, { status: "completed", outputFileId, file });
  },
  fail: (world, { fence }) => settle(world, fence, { status: "failed", errorCode: "ml_rejected" }),
  stopCancelled: (world, { fence }) => settle(world, fence, { status: "cancelled" }),
  async release(world, { fence, isFailure, isDelayed }) {
    const chosen = fenceOf(world, fence);
    const errorCode = isFailure ? "ml_unavailable" : undefined;
    const released = await world.store.release(chosen, {
      reason: "A reason",
      delaySeconds: isDelayed ? LONG_DELAY_SECONDS : 0,
      ...(errorCode ? { failure: { error: "No answer", errorCode } } : {}),
    });
    const expected = world.model.release(chosen, { errorCode, isDelayed });
    compare(world, released && [released], expected);
    if (released) world.tally(`given back: ${released.frame.type}`);
  },
  async reap({ store, model, tally }, { everyRunning }) {
    const reaped = await store.reap({ everyRunning });
    const frames = new Map(reaped.map(({ frame: { jobId, seq, type } }) => [jobId, { seq, type }]));
    assert.deepEqual(frames, model.reap(everyRunning));
    for (const { type } of frames.values()) tally(`given back: ${type}`);
  },
  async cancel({ store, model, tally }, { at }) {
    const job = pick(model.jobs, at);
    if (!job) return;
    tally(`cancel of a ${job.status} job`);
    const cancelled = await store.requestCancel(job.jobId);
    const frame = model.cancel(job);
    assert.deepEqual(framesOf(cancelled?.frame ? [cancelled.frame] : []), frame ? [frame] : []);
    assert.equal(cancelled?.job.status, job.status);
  },
  async retry({ store, model, tally }, { at }) {
    const job = pick(model.jobs, at);
    if (!job) return;
    tally(`retry of a ${job.status} job`);
    const retried = await store.retry(job.jobId, PENDING_LIMITS);
    assert.equal(retried?.outcome, model.retry(job, PENDING_LIMITS));
  },
};

async function settle(world: JobModelWorld, fence: FenceChoice, end: ModelEnd): Promise<void> {
  const chosen = fenceOf(world, fence);
  const timings = {};
  const settled = await world.store.settle(
    chosen,
    end.status === "completed"
      ? {
        status: end.status,
        outputFileId: end.outputFileId,
        ...(end.file ? { file: end.file } : {}),
        warnings: [],
        timings,
      }
      : end.status === "failed"
      ? { ...end, error: "A sentence", timings }
      : { ...end, timings },
  );
  compare(world, settled, world.model.settle(chosen, end));
}

function compare(world: JobModelWorld, stored: Envelope[] | undefined, expected: ModelAnswer) {
  world.tally(expected ? "held" : "refused");
  assert.deepEqual(stored && framesOf(stored), expected);
  for (const { frame, prevSeq } of stored ?? []) assert.equal(prevSeq, frame.seq - 1);
}

function fenceOf({ model, fences }: JobModelWorld, { of, at }: FenceChoice): Fence {
  const held = fences.filter((fence) => model.held(fence));
  const chosen = pick(of === "late" || held.length === 0 ? fences : held, at) ??
    { jobId: crypto.randomUUID(), attempt: 1, workerId: "nobody" };
  return of === "forged" ? { ...chosen, workerId: "nobody" } : chosen;
}

function framesOf(envelopes: readonly Envelope[]) {
  return envelopes.map(({ frame: { seq, type } }) => ({ seq, type }));
}

function byJob<T extends Pick<ModelJob, "jobId">>(answers: readonly T[]): Map<string, T> {
  return new Map(answers.map((answer) => [answer.jobId, answer]));
}

function pick<T>(list: readonly T[], at: number): T | undefined {
  return list[at % list.length];
}
