import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { isStored } from "../../src/jobs/frame.ts";
import type { Hint, Hints } from "../../src/jobs/hints.ts";
import { type Job, MAX_FAILURES } from "../../src/jobs/job.ts";
import type { JobStore } from "../../src/jobs/job_store.ts";
import { eventually } from "../support/eventually.ts";
import { isEnded, jobWhere, openJobHarness } from "../support/job_harness.ts";
import { readTags } from "../support/read_tags.ts";
import {
  type GenerateStep,
  refused,
  SCRIPTED_MIDI,
  SCRIPTED_MP3,
  ScriptedMl,
  unreachable,
  untilAborted,
} from "../support/scripted_ml.ts";

const streamTwoBars: GenerateStep = ({ onBars, onProgress }) => {
  onProgress(0.5, "Composing");
  onBars({ type: "bars", start_bar: 0, bars: 1, seconds_per_bar: 2, notes: [] });
  onBars({
    type: "bars",
    start_bar: 1,
    bars: 1,
    seconds_per_bar: 2,
    tracks: [{ name: "Drums", role: "drums", program: 0, is_drums: true }],
    notes: [[2, 0.5, 60, 90, 0, 1]],
  });
};

Deno.test("a job runs through every stage and its files are readable when it completes", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ generate: [streamTwoBars] }));
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.equal(job.status, "completed");
  assert.deepEqual(job.outputs.map(({ kind }) => kind), ["midi", "mp3"]);
  const files = await harness.store.filesOf(jobId);
  const bytes = files.map(({ objectKey }) => harness.objects.objects.get(objectKey));
  const [midi, mp3] = bytes;
  assert.deepEqual(midi, SCRIPTED_MIDI);
  assert.deepEqual(mp3!.subarray(-SCRIPTED_MP3.length), SCRIPTED_MP3);
  assert.equal(readTags(mp3!).get("TIT2"), "El Grillo + Come Again + An Sylvia");
  const types = (await harness.frames.read(jobId, 0, 100)).map(({ type }) => type);
  assert.deepEqual(types, [
    "started",
    "stage",
    "stage",
    "bars",
    "bars",
    "output",
    "stage",
    "stage",
    "output",
    "completed",
  ]);
});

Deno.test("watchers see just the stored frames, in order, after they are stored", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ generate: [streamTwoBars] }));
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  await jobWhere(harness.store, jobId, isEnded);
  const stored = await harness.frames.read(jobId, 0, 100);
  const live = harness.seen.filter(({ frame }) => isStored(frame.type));
  assert.deepEqual(live.map(({ frame }) => frame), stored);
  const previous = [0, ...stored.map(({ seq }) => seq)].slice(0, -1);
  assert.deepEqual(live.map(({ prevSeq }) => prevSeq), previous);
});

Deno.test("a MIDI that cannot be converted is a result with a warning", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ convert: [refused] }));
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.equal(job.status, "completed");
  assert.equal(job.warnings[0]?.code, "mp3_unavailable");
  assert.equal(job.outputFileId, job.outputs[0]?.fileId);
  assert.equal(job.outputs[0]?.kind, "midi");
});

Deno.test("a refusal of the ML service fails the job at once", async () => {
  const ml = new ScriptedMl({ generate: [refused] });
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.equal(job.status, "failed");
  assert.equal(job.errorCode, "ml_rejected");
  assert.equal(ml.generateCalls, 1);
});

Deno.test("an outage of the ML service begins a new attempt that succeeds", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ generate: [unreachable, () => {}] }));
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.equal(job.status, "completed");
  assert.equal(job.attempt, 2);
});

Deno.test("while the breaker is open nothing is claimed and nothing fails", async () => {
  const ml = new ScriptedMl();
  ml.isBreakerOpen = true;
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit();
  await using pool = harness.startPool();
  pool.wake();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal((await harness.store.find(jobId))?.status, "pending");
  ml.isBreakerOpen = false;
  assert.equal((await jobWhere(harness.store, jobId, isEnded)).status, "completed");
});

Deno.test("failures while the breaker is open are not counted against the job", async () => {
  const ml: ScriptedMl = new ScriptedMl({
    generate: [() => {
      ml.isBreakerOpen = true;
      unreachable();
    }],
  });
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  for (let attempt = 1; attempt <= MAX_FAILURES + 1; attempt++) {
    const job = await jobWhere(
      harness.store,
      jobId,
      (job) => job.attempt === attempt && job.status !== "running",
    );
    assert.equal(job.status, "pending");
    await harness.database.sql`update jobs set run_at = now()`;
    ml.isBreakerOpen = false;
  }
});

Deno.test("an outage of the database is not counted against the job", async () => {
  const lost: GenerateStep = () => {
    throw new AppError("not_ready", "The database cannot be used just now");
  };
  await using harness = await openJobHarness(new ScriptedMl({ generate: [lost] }));
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  await jobWhere(harness.store, jobId, (job) => job.attempt === 1 && job.status === "pending");
  const [row] = await harness.database.sql`select failures from jobs`;
  assert.equal(row?.failures, 0);
});

Deno.test("a job that fails shows how long its stages took until then", async () => {
  const slow: GenerateStep = async () => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    refused();
  };
  await using harness = await openJobHarness(new ScriptedMl({ generate: [slow] }));
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.ok(job.timings.generateMs >= 20);
});

Deno.test("a retry keeps the MIDI that an earlier attempt composed", async () => {
  const ml = new ScriptedMl({ convert: [untilAborted, () => {}] });
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit();
  {
    await using _stopped = harness.startPool();
    await jobWhere(harness.store, jobId, ({ stage }) => stage === "converting");
  }
  await using _pool = harness.startPool();
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.equal(job.status, "completed");
  assert.equal(ml.generateCalls, 1);
  assert.equal(job.outputs.length, 2);
});

Deno.test("a MIDI whose object is gone is composed again", async () => {
  const ml = new ScriptedMl({ convert: [untilAborted, () => {}] });
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit();
  {
    await using _stopped = harness.startPool();
    await jobWhere(harness.store, jobId, ({ stage }) => stage === "converting");
  }
  for (const { objectKey } of await harness.store.filesOf(jobId)) {
    await harness.objects.delete(objectKey);
  }
  await using _pool = harness.startPool();
  assert.equal((await jobWhere(harness.store, jobId, isEnded)).status, "completed");
  assert.equal(ml.generateCalls, 2);
});

Deno.test("a pool that stops gives its job back without counting a failure", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ generate: [untilAborted] }));
  const jobId = await harness.submit();
  {
    await using _stopped = harness.startPool();
    await jobWhere(harness.store, jobId, ({ stage }) => stage === "generating");
  }
  const job = await harness.store.find(jobId);
  assert.equal(job?.status, "pending");
  const [row] = await harness.database.sql`select failures from jobs`;
  assert.equal(row?.failures, 0);
  assert.equal((await harness.frames.read(jobId, 0, 100)).at(-1)?.type, "interrupted");
});

Deno.test("a pool that stops lets a job finish within its time", async () => {
  const ml = new ScriptedMl({
    generate: [() => new Promise((resolve) => setTimeout(resolve, 100))],
  });
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit();
  {
    await using _stopped = harness.startPool({ drainMs: 20_000 });
    await jobWhere(harness.store, jobId, ({ status }) => status === "running");
  }
  assert.equal((await harness.store.find(jobId))?.status, "completed");
});

Deno.test("a hint stops a cancelled job in the middle of its call", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ generate: [untilAborted] }));
  const jobId = await harness.submit();
  await using pool = harness.startPool();
  await jobWhere(harness.store, jobId, ({ stage }) => stage === "generating");
  await harness.store.requestCancel(jobId);
  pool.cancel(jobId);
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.equal(job.status, "cancelled");
  assert.equal(harness.seen.at(-1)?.frame.type, "cancelled");
});

Deno.test("a hint is not lost, whenever it comes while the pool looks for jobs", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const macrotask = () => new Promise((resolve) => setTimeout(resolve, 0));
  let claims = 0;
  const store = {
    ...harness.store,
    claim: () => {
      claims++;
      return Promise.resolve(undefined);
    },
  };
  await using pool = harness.startPool({ pollMs: 3_600_000 }, { store });
  for (let microtasks = 0; microtasks < 20; microtasks++) {
    await macrotask();
    pool.wake();
    for (let index = 0; index < microtasks; index++) await null;
    const before = claims;
    pool.wake();
    await macrotask();
    assert.ok(claims > before, `after ${microtasks} microtasks`);
  }
});

Deno.test("a job is offered to other processes when no worker here is free", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ generate: [untilAborted] }));
  const world = createHintWorld();
  await using pool = harness.startPool({ workers: 2 }, { hints: world.hints });
  const jobId = await harness.submit();
  pool.offer();
  await jobWhere(harness.store, jobId, ({ status }) => status === "running");
  assert.deepEqual(world.sent, []);
  await harness.submit();
  pool.offer();
  await eventually(() => assert.deepEqual(world.sent, [{ type: "job_ready" }]));
});

Deno.test("a pool takes a job and stops one as other processes hint", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ generate: [untilAborted] }));
  const world = createHintWorld();
  await using _pool = harness.startPool({ pollMs: 3_600_000 }, { hints: world.hints });
  const jobId = await harness.submit();
  world.deliver({ type: "job_ready" });
  await jobWhere(harness.store, jobId, ({ stage }) => stage === "generating");
  await harness.store.requestCancel(jobId);
  world.deliver({ type: "job_cancelled", jobId });
  await jobWhere(harness.store, jobId, ({ status }) => status === "cancelled");
});

Deno.test("a pool that stops offers what it gives back", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ generate: [untilAborted] }));
  const world = createHintWorld();
  const pool = harness.startPool({}, { hints: world.hints });
  const jobId = await harness.submit();
  await jobWhere(harness.store, jobId, ({ stage }) => stage === "generating");
  await pool[Symbol.asyncDispose]();
  assert.deepEqual(world.sent, [{ type: "job_ready" }]);
});

Deno.test("a late hint of a cancel does not stop the job that was retried since", async () => {
  const letGo = Promise.withResolvers<void>();
  await using harness = await openJobHarness(new ScriptedMl({ generate: [() => letGo.promise] }));
  const jobId = await harness.submit();
  await harness.store.requestCancel(jobId);
  await harness.store.retry(jobId, { maxPending: 100, maxPendingPerClient: 100 });
  const world = createHintWorld();
  await using _pool = harness.startPool({}, { hints: world.hints });
  await jobWhere(harness.store, jobId, ({ stage }) => stage === "generating");
  world.deliver({ type: "job_cancelled", jobId });
  letGo.resolve();
  assert.equal((await jobWhere(harness.store, jobId, isEnded)).status, "completed");
});

Deno.test("a job whose claim is answered after the pool has stopped is given back", async () => {
  const ml = new ScriptedMl();
  await using harness = await openJobHarness(ml);
  const jobId = await harness.submit();
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const claim: JobStore["claim"] = async (limits) => {
    asked.resolve();
    await answer.promise;
    return await harness.store.claim(limits);
  };
  const pool = harness.startPool({}, { store: { ...harness.store, claim } });
  await asked.promise;
  await pool[Symbol.asyncDispose]();
  answer.resolve();
  const isBack = ({ attempt, status }: Job) => attempt === 1 && status === "pending";
  await jobWhere(harness.store, jobId, isBack);
  await eventually(() => assert.equal(pool.running, 0));
  assert.equal(ml.generateCalls, 0);
});

Deno.test("a cancel whose hint was lost is seen by the next heartbeat", async () => {
  await using harness = await openJobHarness(new ScriptedMl({ generate: [untilAborted] }));
  const jobId = await harness.submit();
  await using _pool = harness.startPool({ leaseSeconds: 10 });
  await jobWhere(harness.store, jobId, ({ stage }) => stage === "generating");
  await harness.store.requestCancel(jobId);
  assert.equal((await jobWhere(harness.store, jobId, isEnded)).status, "cancelled");
});

Deno.test("a worker whose job was taken stops and publishes nothing", async () => {
  await using harness = await openJobHarness(
    new ScriptedMl({ generate: [untilAborted], convert: [() => {}] }),
  );
  const jobId = await harness.submit();
  await using pool = harness.startPool({ leaseSeconds: 10 });
  await jobWhere(harness.store, jobId, ({ stage }) => stage === "generating");
  pool.stopClaiming();
  await harness.store.reap({ everyRunning: true });
  while (pool.running > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal((await harness.store.find(jobId))?.status, "pending");
  assert.deepEqual(await harness.store.filesOf(jobId), []);
});

Deno.test("a pool that missed its heartbeats claims nothing until its old jobs are gone", async () => {
  const letGo = Promise.withResolvers<void>();
  const ml = new ScriptedMl({ generate: [() => letGo.promise, () => {}] });
  await using harness = await openJobHarness(ml);
  const stuck = await harness.submit();
  let lostMs = 0;
  const now = () => performance.now() + lostMs;
  // A claim that was under way as the time was lost would have the lease renewed.
  const heartbeat: JobStore["heartbeat"] = () => Promise.reject(new Error("Nobody answers"));
  const store = { ...harness.store, heartbeat };
  await using _pool = harness.startPool({ workers: 2 }, { store, now });
  await jobWhere(harness.store, stuck, ({ stage }) => stage === "generating");
  lostMs = 60_000;
  const next = await harness.submit();
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal((await harness.store.find(next))?.status, "pending");
  letGo.resolve();
  const job = await jobWhere(harness.store, next, isEnded);
  assert.deepEqual([job.status, job.attempt], ["completed", 1]);
});

Deno.test("a job whose claim waited longer than its lease runs on", async () => {
  await using harness = await openJobHarness(
    new ScriptedMl({
      generate: [() => new Promise((resolve) => setTimeout(resolve, 1_500))],
    }),
  );
  const jobId = await harness.submit();
  let waitedMs = 0;
  const claim: JobStore["claim"] = async (limits) => {
    const claimed = await harness.store.claim(limits);
    if (claimed) waitedMs += 60_000;
    return claimed;
  };
  const store = { ...harness.store, claim };
  const now = () => performance.now() + waitedMs;
  await using _pool = harness.startPool({}, { store, now });
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.deepEqual([job.status, job.attempt], ["completed", 1]);
});

Deno.test("a service that streams bars without end fails its job", async () => {
  const endless: GenerateStep = ({ onBars }) => {
    for (let bar = 0; bar < 6_000; bar++) {
      onBars({ type: "bars", start_bar: bar, bars: 1, seconds_per_bar: 2, notes: [] });
    }
  };
  await using harness = await openJobHarness(new ScriptedMl({ generate: [endless] }));
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.equal(job.errorCode, "ml_answer_too_large");
});

Deno.test("a song whose file is gone fails the job after its attempts", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await harness.submit();
  harness.objects.objects.clear();
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
  assert.equal(job.errorCode, "song_unavailable");
  assert.match(job.error!, /El Grillo/);
});

/** The other processes. */
function createHintWorld() {
  const sent: Hint[] = [];
  const listeners = new Set<(hint: Hint) => void>();
  const hints: Hints = {
    send: (hint) => sent.push(hint),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { hints, sent, deliver: (hint: Hint) => listeners.forEach((listen) => listen(hint)) };
}
