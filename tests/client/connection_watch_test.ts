import assert from "node:assert/strict";
import type { Refusal } from "../../src/client/refusal.ts";
import { MAX_UNANSWERED, RESUBSCRIBE_MS } from "../../src/client/subscriptions.ts";
import { Unreachable } from "../../src/client/unreachable.ts";
import type { Frame, Job, Problem } from "../../src/client/wire.ts";
import { settle } from "../support/settle.ts";
import { openConnectionWorld } from "../support/connection_world.ts";
import { SAMPLE_JOB_ID, sampleFrame, sampleJob } from "../support/sample_job.ts";

function problem(code: string): Problem {
  return { type: "", title: "", status: 404, detail: `It is ${code}`, code, requestId: "r" };
}

function createWatcher() {
  const jobs: Job[] = [];
  const frames: Frame[] = [];
  const errors: (Refusal | Unreachable)[] = [];
  return {
    jobs,
    frames,
    errors,
    onJob: (job: Job) => void jobs.push(job),
    onFrame: (frame: Frame) => void frames.push(frame),
    onError: (error: Refusal | Unreachable) => void errors.push(error),
  };
}

const stage = (seq: number) => sampleFrame("stage", seq, { stage: "generating" });

/** Answers the latest subscribe. */
function subscribed(world: ReturnType<typeof openConnectionWorld>, job = sampleJob()) {
  const { id } = world.sockets.current.last("subscribe");
  world.sockets.current.say({ type: "subscribed", id, job, replayed: 0 });
}

Deno.test("watcher gets the job first and then its frames", () => {
  const world = openConnectionWorld();
  const watcher = createWatcher();
  world.connection.watch(SAMPLE_JOB_ID, 0, watcher);
  assert.equal(world.sockets.current.last("subscribe").after, 0);
  subscribed(world);
  world.sockets.current.say([stage(1), stage(2)]);
  assert.equal(watcher.jobs.length, 1);
  assert.deepEqual(watcher.frames.map(({ seq }) => seq), [1, 2]);
});

Deno.test("frames that arrive before the answer to subscribe do not move the cursor", () => {
  const world = openConnectionWorld();
  const watcher = createWatcher();
  world.connection.watch(SAMPLE_JOB_ID, 0, watcher);
  world.sockets.current.say(stage(5));
  subscribed(world);
  world.sockets.current.say([stage(1), stage(5)]);
  assert.deepEqual(watcher.frames.map(({ seq }) => seq), [1, 5]);
});

Deno.test("watcher misses nothing and sees nothing twice over a break", () => {
  const world = openConnectionWorld();
  const watcher = createWatcher();
  world.connection.watch(SAMPLE_JOB_ID, 0, watcher);
  subscribed(world);
  world.sockets.current.say([stage(1), stage(2)]);
  world.sockets.current.break();
  world.clock.advance(250);
  world.sockets.current.hello();
  assert.equal(world.sockets.current.last("subscribe").after, 2);
  subscribed(world, sampleJob({ seq: 3 }));
  world.sockets.current.say([stage(2), stage(3)]);
  assert.deepEqual(watcher.frames.map(({ seq }) => seq), [1, 2, 3]);
  assert.equal(watcher.jobs.length, 2);
});

Deno.test("watcher sees unstored frames although they repeat a seq", () => {
  const world = openConnectionWorld();
  const watcher = createWatcher();
  world.connection.watch(SAMPLE_JOB_ID, 0, watcher);
  subscribed(world);
  const queued = sampleFrame("queued", 1, { queuePosition: 2, eta: null });
  world.sockets.current.say([stage(1), queued, queued]);
  assert.equal(watcher.frames.length, 3);
});

Deno.test("watcher of an unknown job is refused and asks no more", () => {
  const world = openConnectionWorld();
  const watcher = createWatcher();
  world.connection.watch(SAMPLE_JOB_ID, 0, watcher);
  const { id } = world.sockets.current.last("subscribe");
  world.sockets.current.say({ type: "error", id, error: problem("not_found") });
  assert.match(watcher.errors[0]?.message ?? "", /not_found/);
  world.sockets.current.break();
  world.clock.advance(250);
  world.sockets.current.hello();
  assert.equal(world.sockets.current.sent.length, 0);
});

Deno.test("watch that was stopped hears nothing more", () => {
  const world = openConnectionWorld();
  const watcher = createWatcher();
  const stop = world.connection.watch(SAMPLE_JOB_ID, 0, watcher);
  subscribed(world);
  stop();
  stop();
  world.sockets.current.say(stage(1));
  assert.equal(world.sockets.current.last("unsubscribe").jobId, SAMPLE_JOB_ID);
  assert.equal(watcher.frames.length, 0);
});

Deno.test("stopping an old watch leaves a newer one of the same job alone", () => {
  const world = openConnectionWorld();
  const watcher = createWatcher();
  const stopOld = world.connection.watch(SAMPLE_JOB_ID, 0, createWatcher());
  world.connection.watch(SAMPLE_JOB_ID, 4, watcher);
  stopOld();
  subscribed(world);
  world.sockets.current.say([stage(4), stage(5)]);
  assert.deepEqual(watcher.frames.map(({ seq }) => seq), [5]);
});

Deno.test("two watchers of a job share a subscription, each from its own place", () => {
  const world = openConnectionWorld();
  const [ahead, behind] = [createWatcher(), createWatcher()];
  world.connection.watch(SAMPLE_JOB_ID, 4, ahead);
  subscribed(world);
  world.connection.watch(SAMPLE_JOB_ID, 2, behind);
  assert.equal(world.sockets.current.last("subscribe").after, 2);
  subscribed(world);
  world.sockets.current.say([stage(3), stage(4), stage(5)]);
  assert.deepEqual(ahead.frames.map(({ seq }) => seq), [5]);
  assert.deepEqual(behind.frames.map(({ seq }) => seq), [3, 4, 5]);
});

Deno.test("a job is left by the last of its watchers alone", () => {
  const world = openConnectionWorld();
  const stopFirst = world.connection.watch(SAMPLE_JOB_ID, 0, createWatcher());
  const stopLast = world.connection.watch(SAMPLE_JOB_ID, 0, createWatcher());
  const leaves = () =>
    world.sockets.current.sent.filter(({ type }) => type === "unsubscribe").length;
  stopFirst();
  assert.equal(leaves(), 0);
  stopLast();
  assert.equal(leaves(), 1);
});

Deno.test("a submitted job that nobody watches is left, one that is watched is not", () => {
  const world = openConnectionWorld();
  world.sockets.current.say({ type: "accepted", id: "a", job: sampleJob() });
  assert.equal(world.sockets.current.last("unsubscribe").jobId, SAMPLE_JOB_ID);
  world.connection.watch(SAMPLE_JOB_ID, 0, createWatcher());
  world.sockets.current.say({ type: "accepted", id: "b", job: sampleJob() });
  assert.equal(world.sockets.current.sent.at(-1)?.type, "subscribe");
});

Deno.test("many watches are subscribed to a few at a time", () => {
  const world = openConnectionWorld();
  for (let i = 0; i <= MAX_UNANSWERED; i++) {
    world.connection.watch(`job-${i}`, 0, createWatcher());
  }
  const asked = () => world.sockets.current.sent.filter((message) => message.type === "subscribe");
  assert.equal(asked().length, MAX_UNANSWERED);
  const { id, jobId } = asked()[0]!;
  world.sockets.current.say({ type: "subscribed", id, job: sampleJob({ jobId }), replayed: 0 });
  assert.equal(asked().length, MAX_UNANSWERED + 1);
});

Deno.test("many jobs are left a few at a time", () => {
  const world = openConnectionWorld();
  const stops = Array.from({ length: MAX_UNANSWERED + 1 }, (_, i) => {
    const stop = world.connection.watch(`job-${i}`, 0, createWatcher());
    const { id, jobId } = world.sockets.current.last("subscribe");
    world.sockets.current.say({ type: "subscribed", id, job: sampleJob({ jobId }), replayed: 0 });
    return stop;
  });
  for (const stop of stops) stop();
  const left = () => world.sockets.current.sent.filter(({ type }) => type === "unsubscribe");
  assert.equal(left().length, MAX_UNANSWERED);
  const { id, jobId } = world.sockets.current.last("unsubscribe");
  world.sockets.current.say({ type: "unsubscribed", id, jobId });
  assert.equal(left().length, MAX_UNANSWERED + 1);
});

Deno.test("a watch that the server cannot serve just now is asked for again", () => {
  const world = openConnectionWorld();
  const watcher = createWatcher();
  world.connection.watch(SAMPLE_JOB_ID, 3, watcher);
  const { id } = world.sockets.current.last("subscribe");
  world.sockets.current.say({ type: "error", id, error: { ...problem("not_ready"), status: 503 } });
  assert.deepEqual(watcher.errors, []);
  world.clock.advance(RESUBSCRIBE_MS);
  assert.notEqual(world.sockets.current.last("subscribe").id, id);
  subscribed(world);
  world.sockets.current.say(stage(4));
  assert.deepEqual(watcher.frames.map(({ seq }) => seq), [4]);
});

Deno.test("watchers are told when the server wants no more of the client", async () => {
  const world = openConnectionWorld();
  const [early, late] = [createWatcher(), createWatcher()];
  world.connection.watch(SAMPLE_JOB_ID, 0, early);
  world.sockets.current.break(4500);
  assert.ok(early.errors[0] instanceof Unreachable);
  world.connection.watch(SAMPLE_JOB_ID, 0, late);
  await settle();
  assert.ok(late.errors[0] instanceof Unreachable);
});
