// Whatever breaks between watchers, processes, hints and the log: over every transport each watcher
// is told the log after its cursor, in order, each frame once, and in the end the end.
// A failure prints the steps and the seed: MODEL_SEED=<seed> does the same ones again.

import assert from "node:assert/strict";
import fc from "fast-check";
import { CHECK_MS, CHECK_WITHOUT_REDIS_MS } from "../../src/channel/hub.ts";
import { MAX_LOOK_MS, MIN_LOOK_MS } from "../../src/channel/long_poll.ts";
import { BATCH_MS } from "../../src/channel/flush_timer.ts";
import { modelSeed } from "../support/model_seed.ts";
import { performStep, type Stage } from "../support/perform_step.ts";
import { PollWatcher } from "../support/poll_watcher.ts";
import { type ResumeClient, RETRY_MS } from "../support/resume_client.ts";
import { resumeSteps, type Step } from "../support/resume_steps.ts";
import { ResumeWorld } from "../support/resume_world.ts";
import { SocketWatcher } from "../support/socket_watcher.ts";
import { StreamWatcher } from "../support/stream_watcher.ts";
import type { WrittenJob } from "../support/written_job.ts";

const RUNS = 250;
const MIN_STEPS = 6_000;
/** Looking for the shortest way to a failure ends then. */
const MAX_MS = 60_000;
/** The longest wait of a poll, and twice that of a watcher for a hint that was lost. */
const CALM_MS = Math.max(31_000, 2 * CHECK_MS);

/** Without these a run has not looked at what matters. */
const MUST_HAPPEN = [
  "claim",
  "interrupt",
  "retry",
  "complete",
  "remove",
  "kill",
  "stop",
  "flood of bytes",
  "flood of frames",
  "openSocket",
  "openStream after frame",
  "openStream after never",
  "openPoll after end",
  "openPoll after undefined",
  "subscribe after undefined",
  "subscribe after frame",
  "subscribe after soon",
  "subscribe after next attempt",
];

Deno.test("every watcher resumes over every transport, whatever breaks", async () => {
  const seen = new Map<string, number>();
  const tally = (what: string) => void seen.set(what, (seen.get(what) ?? 0) + 1);
  const checkMs = fc.constantFrom(CHECK_MS, CHECK_WITHOUT_REDIS_MS);
  const turns = fc.nat(60);
  const property = fc.asyncProperty(checkMs, turns, resumeSteps, async (checkMs, turns, steps) => {
    const stage: Stage = { world: new ResumeWorld({ checkMs }), clients: [], tally };
    await play(stage, steps);
    await calmDown(stage);
    await resumeAtOnce(stage, turns);
    await resumeUnheard(stage, turns);
    await finishUnheard(stage);
    await calmDown(stage);
    for (const client of stage.clients) client.close();
    await stage.world.close();
    assert.deepEqual(stage.world.offences, []);
  });
  await fc.assert(property, { numRuns: RUNS, seed: modelSeed(), interruptAfterTimeLimit: MAX_MS });
  assert.ok(seen.get("step")! >= MIN_STEPS, `${seen.get("step")} steps`);
  assert.deepEqual(MUST_HAPPEN.filter((what) => !seen.has(what)), []);
});

async function play(stage: Stage, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    stage.tally("step");
    await performStep(stage, step);
    // Also what happens all at once.
    if (steps.length % 3 > 0) await stage.world.settle();
    assert.deepEqual(stage.world.offences, []);
  }
}

/** All that is still on its way is lost; what is left is the log, and time. */
async function calmDown({ world, clients }: Stage): Promise<void> {
  const { frames, processes } = world;
  frames.isSlow = false;
  frames.failure = undefined;
  world.store.failure = undefined;
  frames.release();
  for (const { hints } of processes) hints.length = 0;
  for (const client of clients) client.setReading(true);
  await world.pass(RETRY_MS);
  for (const client of clients) client.reload();
  await world.pass(CALM_MS);
  assert.deepEqual(world.offences, []);
  assert.deepEqual(clients.flatMap((client) => client.debts()), []);
}

/** Without slowness nobody waits for a check who comes as a frame is stored and heard of. */
async function resumeAtOnce({ world, clients }: Stage, turns: number): Promise<void> {
  for (const client of clients) client.moveTo(1, { isNoticed: true });
  clients.push(...openFromStart(world));
  await world.turn(turns);
  storeFrames(world);
  world.processes[1]!.hear();
  await soon(world);
  assert.deepEqual(clients.flatMap((client) => client.debts()), []);
}

/** Nor who comes after a frame is stored that nobody has heard of yet. */
async function resumeUnheard({ world, clients }: Stage, turns: number): Promise<void> {
  clients.push(...openFromStart(world));
  await world.turn(turns);
  storeFrames(world);
  const late = openFromStart(world);
  clients.push(...late);
  await soon(world);
  assert.deepEqual(late.flatMap((client) => client.debts()), []);
}

/** Nobody hears of it, and still a poll shows it soon. */
async function finishUnheard({ world, clients }: Stage): Promise<void> {
  for (const job of world.jobs) finish(job);
  await world.pass(MAX_LOOK_MS + 1_000);
  const polls = clients.filter((client) => client instanceof PollWatcher);
  assert.deepEqual(polls.flatMap((client) => client.debts()), []);
}

function storeFrames(world: ResumeWorld): void {
  for (const job of world.jobs) if (job.moves.includes("stage")) world.tell(job.move("stage")!);
}

/** The time in which a poll looks again and a batch is gathered. */
async function soon(world: ResumeWorld): Promise<void> {
  await world.settle();
  await world.passShortly(MIN_LOOK_MS);
  await world.passShortly(BATCH_MS);
  assert.deepEqual(world.offences, []);
}

function openFromStart(world: ResumeWorld): ResumeClient[] {
  const socket = new SocketWatcher({ world, process: 1, isBatch: true });
  const jobs = world.jobs.filter(({ isRemoved }) => !isRemoved);
  for (const job of jobs) socket.subscribe(job, 0);
  const options = { world, process: 1, after: undefined, isInQuery: false };
  return [socket, ...jobs.map((job) => new StreamWatcher({ ...options, job }))];
}

function finish(job: WrittenJob): void {
  if (job.moves.includes("retry")) job.move("retry");
  if (job.moves.includes("claim")) job.move("claim");
  if (job.moves.includes("complete")) job.move("complete");
}
