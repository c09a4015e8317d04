// Workers and clients at the same jobs at once, by chance, each with a chance of its own. What was
// answered is kept, so that the frames, the rows and the answers can be held against each other.

import type { Envelope } from "../../src/jobs/fanout.ts";
import type { Fence, JobStore, NewFile } from "../../src/jobs/job_store.ts";
import { createRandom, type Random } from "../../src/music/compose/random.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import { createJobStore } from "../../src/storage/postgres/job_store.ts";
import type { Sql } from "../../src/storage/postgres/sql.ts";
import { newFile, newJob } from "./new_job.ts";

const RACERS = 8;
const STEPS_PER_RACER = 300;
const MAX_RUNNING = 5;
const MAX_RUNNING_PER_CLIENT = 2;
const CLIENTS = ["client-1", "client-2", "client-3"] as const;
const PENDING_LIMITS = { maxPending: 12, maxPendingPerClient: 6 };

/** What the store said yes to. */
export type RaceHistory = {
  readonly jobIds: string[];
  readonly claims: Fence[];
  readonly files: (NewFile & { readonly jobId: string })[];
  readonly completions: Fence[];
  /** Every frame that was stored for somebody, and for whom. */
  readonly stored: { readonly fence: Fence; readonly seq: number; readonly type: string }[];
  readonly retries: string[];
  /** The most jobs that ever ran at once, looked at after each claim. */
  mostRunning: number;
};

type Racer = {
  readonly store: JobStore;
  readonly sql: Sql;
  readonly history: RaceHistory;
  readonly workerId: string;
  readonly random: Random;
  /** All it ever claimed: it goes on with those it has lost. */
  readonly fences: Fence[];
};

/** Races until every racer has made its steps; nothing they do may throw. */
export async function race(database: Database, seed: number): Promise<RaceHistory> {
  const store = createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 });
  const history: RaceHistory = {
    jobIds: [],
    claims: [],
    files: [],
    completions: [],
    stored: [],
    retries: [],
    mostRunning: 0,
  };
  await Promise.all(Array.from({ length: RACERS }, async (_, index) => {
    const random = createRandom(`${seed}:${index}`);
    const workerId = `worker-${index}`;
    const racer: Racer = { store, sql: database.sql, history, workerId, random, fences: [] };
    for (let step = 0; step < STEPS_PER_RACER; step++) await random.pick(STEPS)(racer);
  }));
  return history;
}

/** Ends what is left: no job may be lost on the way. */
export async function finish(database: Database, history: RaceHistory): Promise<void> {
  const store = createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 });
  while ((await store.reap({ everyRunning: true })).length > 0);
  await database.sql`update jobs set run_at = now() where status = 'pending'`;
  const workerId = "the last worker";
  for (;;) {
    const claimed = await store.claim({ workerId, leaseSeconds: 45 });
    if (!claimed) return;
    history.claims.push(claimed.fence);
    await complete(store, claimed.fence, history);
  }
}

type Step = (racer: Racer) => Promise<unknown>;

const STEPS: readonly Step[] = [
  ...[submit, submit, claim, claim, claim, claim, beat, append, publish],
  ...[settle, settle, fail, giveBack, giveBack, giveBack, giveBack],
  ...[loseLease, loseLease, reap, reap, cancel, cancel, retry, retry],
];

async function submit({ store, history, random }: Racer): Promise<void> {
  const job = newJob({ client: random.pick(CLIENTS) });
  const { outcome } = await store.submit(job, PENDING_LIMITS);
  if (outcome === "accepted") history.jobIds.push(job.jobId);
}

async function claim({ store, sql, history, workerId, fences }: Racer): Promise<void> {
  const claimed = await store.claim({
    workerId,
    leaseSeconds: 45,
    maxRunning: MAX_RUNNING,
    maxRunningPerClient: MAX_RUNNING_PER_CLIENT,
  });
  if (!claimed) return;
  fences.push(claimed.fence);
  history.claims.push(claimed.fence);
  const [row] = await sql<{ running: number }[]>`
    select count(*)::int as running from jobs where status = 'running'`;
  history.mostRunning = Math.max(history.mostRunning, row!.running);
}

function beat({ store, workerId, fences }: Racer): Promise<unknown> {
  return store.heartbeat(workerId, fences, 45);
}

async function append({ store, history, random, fences }: Racer): Promise<void> {
  const fence = latestOrAny(fences, random);
  const frame = { type: "stage", stage: "generating" } as const;
  if (!fence) return;
  keep(history, fence, await store.append(fence, random.chance(0.5) ? [frame] : [frame, frame]));
}

async function publish({ store, history, random, fences }: Racer): Promise<void> {
  const fence = latestOrAny(fences, random);
  const file = newFile("midi");
  const output = fence && await store.publishOutput(fence, { file });
  if (!output) return;
  keep(history, fence, [output]);
  history.files.push({ ...file, jobId: fence.jobId });
}

async function settle({ store, history, random, fences }: Racer): Promise<void> {
  const fence = latestOrAny(fences, random);
  if (fence) await complete(store, fence, history);
}

async function complete(store: JobStore, fence: Fence, history: RaceHistory): Promise<void> {
  const file = newFile("mp3");
  const done = { outputFileId: file.fileId, file, warnings: [], timings: {} };
  const settled = await store.settle(fence, { status: "completed", ...done });
  if (!settled) return;
  keep(history, fence, settled);
  history.completions.push(fence);
  history.files.push({ ...file, jobId: fence.jobId });
}

async function fail({ store, history, random, fences }: Racer): Promise<void> {
  const fence = latestOrAny(fences, random);
  const failure = { error: "No", errorCode: "ml_rejected", timings: {} };
  if (fence) keep(history, fence, await store.settle(fence, { status: "failed", ...failure }));
}

async function giveBack({ store, history, random, fences }: Racer): Promise<void> {
  const fence = latestOrAny(fences, random);
  const failure = { error: "No answer", errorCode: "ml_unavailable" };
  const counted = random.chance(0.6) ? { failure } : {};
  const release = { reason: "A reason", delaySeconds: 0, ...counted };
  const released = fence && await store.release(fence, release);
  if (released) keep(history, fence, [released]);
}

async function loseLease({ sql, history, random }: Racer): Promise<void> {
  const jobId = random.pick(history.jobIds);
  if (!jobId) return;
  await sql`update jobs set lease_expires_at = now() - interval '1 second'
    where job_id = ${jobId}::uuid and status = 'running'`;
}

function reap({ store }: Racer): Promise<unknown> {
  return store.reap({ everyRunning: false });
}

async function cancel({ store, history, random }: Racer): Promise<void> {
  const jobId = random.pick(history.jobIds);
  if (jobId) await store.requestCancel(jobId);
}

async function retry({ store, history, random }: Racer): Promise<void> {
  const jobId = random.pick(history.jobIds);
  const retried = jobId && await store.retry(jobId, PENDING_LIMITS);
  if (retried && retried.outcome === "accepted") history.retries.push(jobId);
}

function keep(history: RaceHistory, fence: Fence, envelopes: readonly Envelope[] | undefined) {
  for (const { frame: { seq, type } } of envelopes ?? []) history.stored.push({ fence, seq, type });
}

/** Mostly the job it works on, now and then one it may have lost. */
function latestOrAny(fences: readonly Fence[], random: Random): Fence | undefined {
  return random.chance(0.6) ? fences.at(-1) : random.pick(fences);
}
