import assert from "node:assert/strict";
import { AppError, type ErrorCode } from "../../src/errors.ts";
import type { Caller } from "../../src/jobs/caller.ts";
import { createJobs } from "../../src/jobs/create_jobs.ts";
import type { Hint } from "../../src/jobs/hints.ts";
import type { JobStore } from "../../src/jobs/job_store.ts";
import { optionsRequestSchema } from "../../src/jobs/options.ts";
import { createSubmitLimiter } from "../../src/storage/limits/submit_limiter.ts";
import { isEnded, jobWhere, openJobHarness } from "../support/job_harness.ts";
import { newFile } from "../support/new_job.ts";
import { sampleJob } from "../support/sample_job.ts";
import { ScriptedMl, untilAborted } from "../support/scripted_ml.ts";

const ANN: Caller = { owner: "anonymous:ann", client: "address:192.0.2.1", isAdmin: false };
const BOB: Caller = { owner: "anonymous:bob", client: "address:192.0.2.2", isAdmin: false };
const ADMIN: Caller = { owner: "admin", client: "address:192.0.2.3", isAdmin: true };

const SONGS = ["El Grillo", "Come Again", "An Sylvia"] as const;

async function openWorld(
  ml = new ScriptedMl(),
  changes: { limit?: number; maxPending?: number; maxPendingPerClient?: number } = {},
) {
  const harness = await openJobHarness(ml);
  let [isPrepared, isDraining] = [true, false];
  const cancelled: string[] = [];
  const hints: Hint[] = [];
  const limiter = createSubmitLimiter({ limit: changes.limit ?? 10, windowSeconds: 900 });
  const jobsOn = (store: JobStore) =>
    createJobs({
      ...harness,
      store,
      limiter,
      pool: { offer: () => {}, cancel: (jobId) => cancelled.push(jobId) },
      hints: { send: (hint) => hints.push(hint) },
      requireSongs: ([first]) =>
        first === "No such song"
          ? Promise.reject(new AppError("song_not_found", "No song fits"))
          : Promise.resolve(sampleJob().songs),
      newSeed: () => 42,
      pendingLimits: {
        maxPending: changes.maxPending ?? 100,
        maxPendingPerClient: changes.maxPendingPerClient ?? 100,
      },
      isPrepared: () => isPrepared,
      isDraining: () => isDraining,
    });
  return {
    ...harness,
    jobs: jobsOn(harness.store),
    jobsOn,
    cancelled,
    hintsSent: hints,
    drain: () => isDraining = true,
    unprepare: () => isPrepared = false,
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}

function request(changes: { key?: string; first?: string; lengthSeconds?: number } = {}) {
  const { key, first = SONGS[0], lengthSeconds = 60 } = changes;
  return {
    songs: [first, SONGS[1], SONGS[2]] as [string, string, string],
    options: optionsRequestSchema.parse({ lengthSeconds }),
    idempotencyKey: key,
  };
}

async function refusalOf(work: Promise<unknown>): Promise<ErrorCode> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof AppError, String(error));
    return error.code;
  }
  assert.fail("it was not refused");
}

Deno.test("a submit without a seed gets one, and it is echoed", async () => {
  await using world = await openWorld();
  const { job, isReplayed } = await world.jobs.submit(request(), ANN);
  assert.equal(job.options.seed, 42);
  assert.equal(isReplayed, false);
  assert.deepEqual(await world.jobs.find(job.jobId), job);
});

Deno.test("the same key and body replays the job and costs no quota", async () => {
  await using world = await openWorld();
  const first = await world.jobs.submit(request({ key: "k" }), ANN);
  const again = await world.jobs.submit(request({ key: "k" }), ANN);
  assert.equal(again.isReplayed, true);
  assert.equal(again.job.jobId, first.job.jobId);
  assert.equal((await world.jobs.quota(ANN)).remaining, 9);
});

Deno.test("a request is known by the mark it had before there were more options", async () => {
  await using world = await openWorld();
  const hashes: string[] = [];
  const jobs = world.jobsOn({
    ...world.store,
    submit: (job, limits) => {
      hashes.push(job.requestHash);
      return world.store.submit(job, limits);
    },
  });
  const { options, ...rest } = request();
  await jobs.submit({ ...rest, options }, ANN);
  await jobs.submit({ ...rest, options: { ...options, key: "A minor" } }, ANN);
  await jobs.submit({ ...rest, options: { ...options, sections: ["A"] } }, ANN);
  assert.equal(hashes[0], "c6a321738729558aee5529ec72b18c528ba4a4fb7c81d617076d35e39fa11cc5");
  assert.equal(new Set(hashes).size, 3);
});

Deno.test("a replay is answered though the quota is used up", async () => {
  await using world = await openWorld(new ScriptedMl(), { limit: 1 });
  await world.jobs.submit(request({ key: "k" }), ANN);
  assert.equal((await world.jobs.submit(request({ key: "k" }), ANN)).isReplayed, true);
});

Deno.test("twenty submits with one key at once replay one job on the last of the quota", async () => {
  await using world = await openWorld(new ScriptedMl(), { limit: 1 });
  const submits = Array.from({ length: 20 }, () => world.jobs.submit(request({ key: "k" }), ANN));
  const answers = await Promise.all(submits);
  assert.equal(new Set(answers.map(({ job }) => job.jobId)).size, 1);
  assert.equal(answers.filter(({ isReplayed }) => !isReplayed).length, 1);
  assert.equal((await world.jobs.quota(ANN)).remaining, 0);
});

Deno.test("a submit replays the job that used up its quota on another process", async () => {
  await using world = await openWorld(new ScriptedMl(), { limit: 1 });
  let other: Promise<{ job: { jobId: string } }> | undefined;
  const findSubmitted: typeof world.store.findSubmitted = async (...args) => {
    const found = await world.store.findSubmitted(...args);
    await (other ??= world.jobs.submit(request({ key: "k" }), ANN));
    return found;
  };
  const jobs = world.jobsOn({ ...world.store, findSubmitted });
  const answer = await jobs.submit(request({ key: "k" }), ANN);
  assert.equal(answer.isReplayed, true);
  assert.equal(answer.job.jobId, (await other)?.job.jobId);
});

Deno.test("a submit with a new key is still refused when the quota is used up", async () => {
  await using world = await openWorld(new ScriptedMl(), { limit: 1 });
  await world.jobs.submit(request({ key: "k" }), ANN);
  const refused = world.jobs.submit(request({ key: "another" }), ANN);
  assert.equal(await refusalOf(refused), "rate_limited");
});

Deno.test("the same key with another body is a mismatch and costs no quota", async () => {
  await using world = await openWorld();
  await world.jobs.submit(request({ key: "k" }), ANN);
  const other = world.jobs.submit(request({ key: "k", lengthSeconds: 61 }), ANN);
  assert.equal(await refusalOf(other), "idempotency_mismatch");
  assert.equal((await world.jobs.quota(ANN)).remaining, 9);
});

Deno.test("a name that fits no song costs no quota", async () => {
  await using world = await openWorld();
  const refused = world.jobs.submit(request({ first: "No such song" }), ANN);
  assert.equal(await refusalOf(refused), "song_not_found");
  assert.equal((await world.jobs.quota(ANN)).remaining, 10);
});

Deno.test("a client over its limit is refused, another is not", async () => {
  await using world = await openWorld(new ScriptedMl(), { limit: 1 });
  await world.jobs.submit(request(), ANN);
  assert.equal(await refusalOf(world.jobs.submit(request(), ANN)), "rate_limited");
  await world.jobs.submit(request(), BOB);
});

Deno.test("many submits at once never exceed the limit", async () => {
  await using world = await openWorld(new ScriptedMl(), { limit: 3 });
  const submits = Array.from({ length: 12 }, () => world.jobs.submit(request(), ANN));
  const outcomes = await Promise.allSettled(submits);
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 3);
});

Deno.test("a full queue refuses and gives the quota back", async () => {
  await using world = await openWorld(new ScriptedMl(), { maxPending: 1 });
  await world.jobs.submit(request(), ANN);
  assert.equal(await refusalOf(world.jobs.submit(request(), ANN)), "queue_full");
  assert.equal((await world.jobs.quota(ANN)).remaining, 9);
});

Deno.test("a client with too many waiting jobs is refused, with its quota and a time", async () => {
  await using world = await openWorld(new ScriptedMl(), { maxPendingPerClient: 1 });
  const { job } = await world.jobs.submit(request(), ANN);
  await assert.rejects(world.jobs.submit(request(), { ...ANN, owner: "anonymous:new" }), {
    code: "too_many_jobs",
    status: 429,
    retryable: true,
    retryAfterSeconds: 30,
  });
  assert.equal((await world.jobs.quota(ANN)).remaining, 9);
  await world.jobs.submit(request(), BOB);
  await world.jobs.cancel(job.jobId, ANN);
  await world.jobs.submit(request(), ANN);
});

Deno.test("a retry over the client's bound is refused and gives the quota back", async () => {
  await using world = await openWorld(new ScriptedMl(), { maxPendingPerClient: 1 });
  const { job } = await world.jobs.submit(request(), ANN);
  await world.jobs.cancel(job.jobId, ANN);
  await world.jobs.submit(request(), ANN);
  assert.equal(await refusalOf(world.jobs.retry(job.jobId, ANN)), "too_many_jobs");
  assert.equal((await world.jobs.find(job.jobId)).status, "cancelled");
  assert.equal((await world.jobs.quota(ANN)).remaining, 8);
});

Deno.test("a replay is answered though the client has too many waiting jobs", async () => {
  await using world = await openWorld(new ScriptedMl(), { maxPendingPerClient: 1 });
  await world.jobs.submit(request({ key: "k" }), ANN);
  assert.equal((await world.jobs.submit(request({ key: "k" }), ANN)).isReplayed, true);
});

Deno.test("a submit that is given up while its job is stored has cost its quota", async () => {
  await using world = await openWorld();
  const giveUp = new AbortController();
  const submit: typeof world.store.submit = async (...args) => {
    const storing = world.store.submit(...args);
    giveUp.abort();
    return await storing;
  };
  const jobs = world.jobsOn({ ...world.store, submit });
  const { job } = await jobs.submit(request(), ANN, giveUp.signal);
  assert.equal((await world.store.find(job.jobId))?.status, "pending");
  assert.equal((await jobs.quota(ANN)).remaining, 9);
});

Deno.test("a draining server takes no job and no retry", async () => {
  await using world = await openWorld();
  const { job } = await world.jobs.submit(request(), ANN);
  await world.jobs.cancel(job.jobId, ANN);
  world.drain();
  assert.equal(await refusalOf(world.jobs.submit(request(), ANN)), "draining");
  assert.equal(await refusalOf(world.jobs.retry(job.jobId, ANN)), "draining");
});

Deno.test("a server that starts takes no job: its catalogue is not whole", async () => {
  await using world = await openWorld();
  world.unprepare();
  assert.equal(await refusalOf(world.jobs.submit(request(), ANN)), "not_ready");
});

Deno.test("an unknown id, a malformed one and a stranger's job answer alike", async () => {
  await using world = await openWorld();
  const { job } = await world.jobs.submit(request(), ANN);
  const unknown = crypto.randomUUID();
  assert.equal(await refusalOf(world.jobs.find(unknown)), "not_found");
  assert.equal(await refusalOf(world.jobs.find("'; drop table jobs")), "not_found");
  assert.equal(await refusalOf(world.jobs.report(unknown)), "not_found");
  assert.equal(await refusalOf(world.jobs.report("x")), "not_found");
  assert.equal(await refusalOf(world.jobs.cancel(unknown, ANN)), "not_found");
  assert.equal(await refusalOf(world.jobs.cancel("x", ANN)), "not_found");
  assert.equal(await refusalOf(world.jobs.cancel(job.jobId, BOB)), "not_found");
  assert.equal(await refusalOf(world.jobs.retry(job.jobId, BOB)), "not_found");
  assert.equal(await refusalOf(world.jobs.openFile("x")), "not_found");
});

Deno.test("a report is told once the composer has told it", async () => {
  await using world = await openWorld();
  const { job } = await world.jobs.submit(request(), ANN);
  assert.equal(await refusalOf(world.jobs.report(job.jobId)), "no_report");
  const claimed = await world.store.claim({ workerId: "w1", leaseSeconds: 45 });
  const report = { key: "D dorian" };
  await world.store.publishOutput(claimed!.fence, { file: newFile("midi"), report });
  assert.deepEqual(await world.jobs.report(job.jobId), report);
});

Deno.test("the admin may cancel and list everybody's jobs", async () => {
  await using world = await openWorld();
  const { job } = await world.jobs.submit(request(), ANN);
  assert.equal((await world.jobs.list({ limit: 10 }, ADMIN)).jobs.length, 1);
  assert.equal((await world.jobs.list({ limit: 10 }, BOB)).jobs.length, 0);
  assert.equal((await world.jobs.cancel(job.jobId, ADMIN)).status, "cancelled");
});

Deno.test("a pending job is cancelled at once, and cancelling again changes nothing", async () => {
  await using world = await openWorld();
  const { job } = await world.jobs.submit(request(), ANN);
  const cancelled = await world.jobs.cancel(job.jobId, ANN);
  assert.equal(cancelled.status, "cancelled");
  assert.deepEqual(await world.jobs.cancel(job.jobId, ANN), cancelled);
  assert.deepEqual(world.seen.map(({ frame }) => frame.type), ["cancelled"]);
});

Deno.test("a running job is told to stop and answers while it is stopping", async () => {
  await using world = await openWorld(new ScriptedMl({ generate: [untilAborted] }));
  const jobId = await world.submit();
  await using _pool = world.startPool();
  await jobWhere(world.store, jobId, ({ stage }) => stage === "generating");
  const job = await world.jobs.cancel(jobId, ADMIN);
  assert.equal(job.status, "running");
  assert.equal(job.cancelRequested, true);
  assert.deepEqual(world.cancelled, [jobId]);
  assert.deepEqual(world.hintsSent, [{ type: "job_cancelled", jobId }]);
});

Deno.test("a retry costs quota like a submit", async () => {
  await using world = await openWorld();
  const { job } = await world.jobs.submit(request(), ANN);
  await world.jobs.cancel(job.jobId, ANN);
  const retried = await world.jobs.retry(job.jobId, ANN);
  assert.equal(retried.status, "pending");
  assert.equal((await world.jobs.quota(ANN)).remaining, 8);
});

Deno.test("a job that is not over cannot be retried, and asking costs nothing", async () => {
  await using world = await openWorld();
  const { job } = await world.jobs.submit(request(), ANN);
  assert.equal(await refusalOf(world.jobs.retry(job.jobId, ANN)), "not_retryable");
  assert.equal((await world.jobs.quota(ANN)).remaining, 9);
});

Deno.test("a file past its time is expired while the job's record lives", async () => {
  await using world = await openWorld();
  const jobId = await world.submit();
  await using _pool = world.startPool();
  const job = await jobWhere(world.store, jobId, isEnded);
  const fileId = job.outputFileId!;
  assert.equal((await world.jobs.openFile(fileId)).kind, "mp3");
  await world.database.sql`update files set expires_at = now() - interval '1 second'`;
  assert.equal(await refusalOf(world.jobs.openFile(fileId)), "expired");
});
