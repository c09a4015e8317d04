import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { NEEDS_POSTGRES, startPostgresServer } from "../support/postgres_server.ts";
import { type ClusterWorld, openClusterWorld } from "./cluster_world.ts";
import type { Fault, MortalServer } from "./mortal_process.ts";

/** Above the lease and the longest wait of a reaper. */
const BLOCK_MS = 25_000;
const END_TIMEOUT_MS = 60_000;

Deno.test({
  name: "a process that sleeps past its lease changes nothing when it wakes, and tidies up",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  await using world = await openClusterWorld(postgres.url("postgres"));
  const survivor = await world.start({ key: "the-survivor", env: { WORKERS: "8" } });
  world.watchOn(survivor);
  const sleepers = await Promise.all([
    startSleeper(world, survivor, { point: "after a claim", blow: "SIGSTOP" }),
    startSleeper(world, survivor, { point: "after the MIDI is stored", blow: "SIGSTOP" }),
    startSleeper(world, survivor, { point: "after the MP3 is stored", blow: "SIGSTOP" }),
    startSleeper(world, survivor, {
      point: "after the MIDI is stored",
      blow: "block",
      blockMs: BLOCK_MS,
    }),
    startSleepingCall(world, survivor),
  ]);
  await world.untilAllEnded();
  for (const sleeper of sleepers) await wake(sleeper);
  const { orphans } = await world.judge(survivor);
  assert.equal(orphans, 0, "each has removed the file that nobody will name");
});

Deno.test({
  name: "a commit that its process slept through is no second result",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  await using world = await openClusterWorld(postgres.url("postgres"));
  const survivor = await world.start({ key: "the-survivor", env: { WORKERS: "8" } });
  world.watchOn(survivor);
  const sleepers = await Promise.all([
    startSleeper(world, survivor, { point: "before the MIDI is published", blow: "SIGSTOP" }),
    startSleeper(world, survivor, { point: "before the settling commit", blow: "SIGSTOP" }),
  ]);
  await world.untilAllEnded();
  for (const sleeper of sleepers) await wake(sleeper);
  const { orphans } = await world.judge(survivor);
  assert.ok(orphans <= sleepers.length, "what may have been named is left to housekeeping");
});

/** A process with one job, which falls asleep at the point. */
async function startSleeper(
  world: ClusterWorld,
  survivor: MortalServer,
  fault: Fault,
): Promise<MortalServer> {
  const key = crypto.randomUUID();
  const sleeper = await world.start({ key, fault, env: { WORKERS: "1" } });
  await sleeper.arm();
  await world.submitUntil(sleeper.untilStruck(), sleeper, survivor);
  return sleeper;
}

/** Stopped from outside while it waits for the ML service, which answers meanwhile. */
async function startSleepingCall(
  world: ClusterWorld,
  survivor: MortalServer,
): Promise<MortalServer> {
  const key = crypto.randomUUID();
  const hold = world.service.hold(key, "/generate");
  const sleeper = await world.start({ key, env: { WORKERS: "1" } });
  await world.submitUntil(hold.called, sleeper, survivor);
  sleeper.kill("SIGSTOP");
  hold.release();
  return sleeper;
}

/** Resolves when the process has found out that the job is no longer its own. */
async function wake(sleeper: MortalServer): Promise<void> {
  sleeper.kill("SIGCONT");
  let jobId = "";
  await eventually(() => {
    const ends = sleeper.lines.filter((line) =>
      /"(Attempt ended early|Cannot write how)/.test(line)
    );
    assert.equal(ends.length, 1, sleeper.lines.at(-1));
    jobId = (JSON.parse(ends[0]!) as { jobId: string }).jobId;
  }, { timeoutMs: END_TIMEOUT_MS });
  // Others may have run before its fault was armed.
  const completed = sleeper.lines.filter((line) => line.includes('"Job completed"'));
  assert.ok(!completed.some((line) => line.includes(jobId)), "the sleeper has completed nothing");
}
