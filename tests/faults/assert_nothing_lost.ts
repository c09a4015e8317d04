// The one judge of the fault suite: whatever died, what clients saw, what the API tells and what
// the database and the object store keep must be one and the same story, and a lawful one.

import assert from "node:assert/strict";
import type { Frame } from "../../src/jobs/frame.ts";
import { MAX_FRAMES_PER_PAGE } from "../../src/jobs/frame_store.ts";
import { MAX_FAILURES, type Output } from "../../src/jobs/job.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import { createFrameStore } from "../../src/storage/postgres/job_store.ts";
import { assertLawfulFrames } from "./assert_lawful_frames.ts";
import type { JobAccount } from "./job_account.ts";
import { assertObjectsKept } from "./assert_objects_kept.ts";
import type { Watcher } from "./watcher.ts";

export type Evidence = {
  /** Of every job that was accepted, and no other. */
  readonly accounts: readonly JobAccount[];
  readonly watchers: readonly Watcher[];
  readonly database: Database;
  /** The folder of the object store. */
  readonly objectsFolder: string;
  /** Files that housekeeping was right to delete. @default 0 */
  readonly expiredFiles?: number;
};

export type Verdict = {
  /** Objects that no row named and housekeeping removed. */
  readonly orphans: number;
  /** Files half written that housekeeping removed. */
  readonly unfinished: number;
};

type JobState = {
  readonly job_id: string;
  readonly status: string;
  readonly attempt: number;
  readonly failures: number;
  readonly seq: number;
  readonly error_code: string | null;
  readonly worker_id: string | null;
  readonly lease_expires_at: Date | null;
};

/** Removes the orphans it counts, as housekeeping does later. */
export async function assertNothingLost(evidence: Evidence): Promise<Verdict> {
  const { accounts, watchers, database } = evidence;
  const states = await readStates(database);
  assert.deepEqual(
    [...states.keys()].toSorted(),
    accounts.map(({ job }) => job.jobId).toSorted(),
    "every accepted job is there, once, and no other",
  );
  for (const account of accounts) {
    const frames = await readFrames(database, account.job.jobId);
    assertLawfulFrames(frames);
    assert.deepEqual(account.frames, frames, "the event stream tells what is stored");
    assertTold(account, watchers, frames);
    assertConsistent(account, states.get(account.job.jobId)!, frames);
  }
  return await assertObjectsKept(evidence);
}

async function readStates(database: Database): Promise<Map<string, JobState>> {
  const rows = await database.query((sql) => sql<JobState[]>`select * from jobs`);
  return new Map(rows.map((row) => [row.job_id, row]));
}

async function readFrames(database: Database, jobId: string): Promise<Frame[]> {
  const store = createFrameStore(database);
  const frames: Frame[] = [];
  for (;;) {
    const page = await store.read(jobId, frames.at(-1)?.seq ?? 0, MAX_FRAMES_PER_PAGE);
    frames.push(...page);
    if (page.length < MAX_FRAMES_PER_PAGE) return frames;
  }
}

/** Nothing missed, nothing twice, in order; and the end that was told is still the end. */
function assertTold(
  { job }: JobAccount,
  watchers: readonly Watcher[],
  frames: readonly Frame[],
): void {
  const telling = watchers.flatMap(({ told }) => told)
    .filter(({ jobIds }) => jobIds.includes(job.jobId));
  assert.ok(telling.length > 0, "somebody has watched the job");
  for (const told of telling) {
    assert.deepEqual(told.framesOf(job.jobId), frames, "a watcher has seen what is stored");
  }
}

function assertConsistent(
  { job, expired }: JobAccount,
  state: JobState,
  frames: readonly Frame[],
): void {
  const story = `${job.jobId}: ${frames.map(({ type, seq }) => `${type} ${seq}`).join(", ")}`;
  const count = (type: Frame["type"]) => frames.filter((frame) => frame.type === type).length;
  const last = frames.at(-1)!;
  assert.equal(last.type, job.status, story);
  assert.ok("job" in last && last.job.finishedAt === job.finishedAt, story);
  const outputs = job.outputs.map(withoutExpiry);
  assert.deepEqual(
    last.job.outputs.map(withoutExpiry),
    outputs,
    "the outputs are those of the end",
  );
  assert.deepEqual([state.status, state.attempt, state.seq], [job.status, job.attempt, job.seq]);
  assert.equal(state.seq, last.seq, story);
  assert.deepEqual([state.worker_id, state.lease_expires_at], [null, null]);
  assert.equal(count("started"), job.attempt, story);
  assertBoundedFailures(state, count("interrupted"), story);
  const published = frames.filter((frame) => frame.type === "output").map(({ output }) => output);
  assert.deepEqual(published.map(withoutExpiry), outputs, `each is published once: ${story}`);
  assert.equal(new Set(published.map(({ kind }) => kind)).size, published.length, story);
  assert.ok(expired.every(({ fileId }) => published.some((output) => output.fileId === fileId)));
  if (job.status === "completed") assert.ok(published.length > 0, story);
}

/** A test of housekeeping moves the expiry. */
function withoutExpiry({ expiresAt: _, ...output }: Output): Omit<Output, "expiresAt"> {
  return output;
}

/** What ends an attempt by failure leaves a frame of it: `interrupted`, or the end of the job. */
function assertBoundedFailures(state: JobState, interrupted: number, story: string): void {
  const isCompleted = state.status === "completed";
  assert.ok(state.failures <= MAX_FAILURES, story);
  assert.ok(state.failures <= interrupted + (isCompleted ? 0 : 1), story);
  if (isCompleted) assert.ok(state.failures < MAX_FAILURES, story);
  if (state.error_code === "worker_lost") assert.equal(state.failures, MAX_FAILURES, story);
}
