import assert from "node:assert/strict";
import { createRandom } from "../../src/music/compose/random.ts";
import { call } from "../support/api_client.ts";
import { modelSeed } from "../support/model_seed.ts";
import { NEEDS_POSTGRES, startPostgresServer } from "../support/postgres_server.ts";
import { type ClusterWorld, openClusterWorld } from "./cluster_world.ts";
import type { Fault, MortalServer } from "./mortal_process.ts";
import type { Path } from "./scripted_service.ts";
import { CLIENT_KEY } from "./sure_client.ts";

/** Of the 50 there must be; the rest are on the embedded database. */
const MIN_KILLS = 25;
const LATE = 2;
const JOBS = 3;

type Round = {
  /** Undefined: it is killed from outside. */
  readonly fault?: Fault;
  readonly held?: Path;
  readonly during?: (server: MortalServer, jobId: string) => unknown;
};

Deno.test({
  name: "jobs on a PostgreSQL server outlive each process that is killed, while another goes on",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  await using world = await openClusterWorld(postgres.url("postgres"));
  const survivor = await world.start({ key: "the-survivor", env: { WORKERS: "8" } });
  world.watchAnywhere(createRandom(modelSeed()));
  const kill = (server: MortalServer) => server.kill("SIGKILL");
  const rounds: Round[] = [
    { fault: { point: "after a claim" } },
    { fault: { point: "after a claim", count: LATE } },
    { fault: { point: "before a claim is committed" } },
    { fault: { point: "before a claim is committed", count: LATE } },
    { held: "/generate", during: kill },
    { held: "/convert-to-mp3", during: kill },
    { fault: { point: "after frames of a call are stored" } },
    { fault: { point: "after frames of a call are stored", count: LATE } },
    { fault: { point: "before a file has its name" } },
    { fault: { point: "before a file has its name", count: LATE } },
    { fault: { point: "after the MIDI is stored" } },
    { fault: { point: "after the MIDI is stored", count: LATE } },
    { fault: { point: "before the MIDI is published" } },
    { fault: { point: "before the MIDI is published", count: LATE } },
    { fault: { point: "after the MIDI is published" } },
    { fault: { point: "after the MIDI is published", count: LATE } },
    { fault: { point: "after the MP3 is stored" } },
    { fault: { point: "after the MP3 is stored", count: LATE } },
    { fault: { point: "before the settling commit" } },
    { fault: { point: "before the settling commit", count: LATE } },
    { fault: { point: "after the settling commit" } },
    { fault: { point: "after the settling commit", count: LATE } },
    { fault: { point: "before a submit is committed" } },
    { fault: { point: "after a submit" } },
    { fault: { point: "during a heartbeat" }, held: "/generate" },
    { fault: { point: "after a heartbeat" }, held: "/convert-to-mp3" },
    { fault: { point: "before a cancel is committed" }, held: "/generate", during: cancel },
    { fault: { point: "after a cancel" }, held: "/convert-to-mp3", during: cancel },
  ];
  const half = rounds.length / 2;
  await Promise.all([
    killAll(world, survivor, rounds.slice(0, half)),
    killAll(world, survivor, rounds.slice(half)),
  ]);
  await world.untilAllEnded();
  const { orphans } = await world.judge(survivor);
  assert.ok(rounds.length >= MIN_KILLS, `${rounds.length} kills`);
  assert.ok(orphans <= rounds.length * JOBS, `${orphans} orphans`);
  assert.equal(survivor.stderr(), "");
});

async function killAll(
  world: ClusterWorld,
  survivor: MortalServer,
  rounds: readonly Round[],
): Promise<void> {
  for (const round of rounds) await killOne(world, survivor, round);
}

/** The jobs are asked for at the process that will die: a pool is told first of its own. */
async function killOne(
  world: ClusterWorld,
  survivor: MortalServer,
  { fault, held, during }: Round,
): Promise<void> {
  const key = crypto.randomUUID();
  const hold = held && world.service.hold(key, held);
  await using victim = await world.start({
    key,
    env: { WORKERS: "8" },
    ...(fault ? { fault } : {}),
  });
  await victim.arm();
  const jobs = Array.from({ length: JOBS - 1 }, () => world.submit(victim, survivor));
  await world.submitUntil(hold?.called ?? victim.untilStruck(), victim, survivor);
  await during?.(victim, (await jobs[0]!).jobId);
  await victim.untilKilled();
  hold?.release();
  void world.submit(survivor);
}

/** The process may be gone before it answers. */
async function cancel({ url }: MortalServer, jobId: string): Promise<void> {
  const init = { method: "POST", headers: { Authorization: `Bearer ${CLIENT_KEY}` } };
  await call(`${url}/api/jobs/${jobId}/cancel`, init)
    .then((answer) => answer.body?.cancel(), () => {});
}
