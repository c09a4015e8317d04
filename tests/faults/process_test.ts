import assert from "node:assert/strict";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { isThere } from "../../src/storage/embedded/is_there.ts";
import { NEEDS_POSTGRES, startPostgresServer } from "../support/postgres_server.ts";
import { runProgram, SERVER } from "../support/program.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";
import { openClusterWorld } from "./cluster_world.ts";
import { openEmbeddedWorld } from "./embedded_world.ts";
import { dieAtStart, NEVER } from "./mortal_process.ts";

const REFUSAL_MS = 10_000;
const IN_FLIGHT = 20;

Deno.test("a second process on a data directory ends at once, and harms nobody", async () => {
  await using world = await openEmbeddedWorld();
  const first = await world.start(NEVER);
  await world.submit();
  const startedAt = performance.now();
  await using second = runProgram(SERVER, { env: { ...world.env, PORT: "0" } });
  assert.equal(await second.exit, 1);
  assert.ok(performance.now() - startedAt < REFUSAL_MS);
  assert.match(second.lines.at(-1)!, /data directory is in use/);
  await world.submit();
  await world.untilAllEnded();
  first.kill("SIGKILL");
  await first.untilKilled();
  await world.start(NEVER);
  await world.submit();
  await world.untilAllEnded();
  await world.judge();
});

Deno.test("a job that kills its process each time fails after three", async () => {
  await using world = await openEmbeddedWorld();
  const victim = await world.start({ point: "after a claim" });
  await victim.arm();
  const submitted = world.submit();
  await victim.untilKilled();
  await dieAtStart(world.env, { point: "after a claim" });
  await dieAtStart(world.env, { point: "after a claim" });
  await world.start(NEVER);
  const { jobId } = await submitted;
  await world.untilAllEnded();
  const end = world.watcher.framesOf(jobId).at(-1)!;
  assert.ok(end.type === "failed" && end.job.errorCode === "worker_lost", end.type);
  assert.equal(end.job.attempt, 3);
  await world.judge();
});

Deno.test("a first start that is killed again and again is made good by the next", async () => {
  await using folder = await temporaryFolder();
  const env = { DATA_DIR: folder.path };
  await using first = runProgram(SERVER, { env: { ...env, PORT: "0" } });
  await eventually(async () => assert.ok(await isThere(join(folder.path, "postgres-18.part"))));
  first.kill("SIGKILL");
  await first.exit;
  await dieAtStart(env, { point: "before the schema is committed" });
  await dieAtStart(env, { point: "after a song is stored", count: 3 });
  await dieAtStart(env, { point: "after a song is stored", count: 5 });
  await using world = await openEmbeddedWorld(folder.path);
  await world.start(NEVER);
  await world.submit();
  await world.untilAllEnded();
  await world.judge();
  assert.equal(await isThere(join(folder.path, "postgres-18.part")), false);
});

Deno.test({
  name: "four processes that start at once on an empty database share its making and its crons",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  await using world = await openClusterWorld(postgres.url("postgres"));
  const dying = dieAtStart({ ...world.env, ML_MODEL_API_KEY: "dying-server" }, {
    point: "before the schema is committed",
  });
  const servers = await Promise.all(
    [1, 2, 3, 4].map((n) => world.start({ key: `server-number-${n}` })),
  );
  await dying;
  for (const server of servers) world.watchOn(server);
  await Promise.all(servers.map((server) => world.submit(server)));
  await world.untilAllEnded();
  await world.judge(servers[0]!);
  const runs = await world.database.query((sql) =>
    sql<{ name: string; done: boolean }[]>`
      select name, done_at is not null as done from cron_runs order by name`
  );
  assert.deepEqual(runs, [{ name: "clean-files", done: true }, { name: "clean-jobs", done: true }]);
  const lines = servers.flatMap(({ lines }) => lines);
  assert.equal(lines.filter((line) => line.includes('"Files cleaned"')).length, 1);
  assert.equal(lines.filter((line) => line.includes('"Daily statistics"')).length, 1);
});

Deno.test({
  name: "all jobs of processes that are told to stop go on elsewhere, and none has failed",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  await using world = await openClusterWorld(postgres.url("postgres"));
  const env = { WORKERS: `${IN_FLIGHT / 2}` };
  const leaving = await Promise.all([
    world.start({ key: "leaving-server-1", env }),
    world.start({ key: "leaving-server-2", env }),
  ]);
  const holds = [
    world.service.hold("leaving-server-1", "/generate"),
    world.service.hold("leaving-server-2", "/convert-to-mp3"),
  ];
  for (let n = 0; n < IN_FLIGHT; n++) void world.submit(leaving[n % 2]!);
  await eventually(() => assert.equal(holds[0]!.calls() + holds[1]!.calls(), IN_FLIGHT));
  const staying = await world.start({ key: "staying-server", env });
  const watcher = world.watchOn(staying);
  for (const jobId of await world.jobIds()) watcher.watch(jobId);
  for (const server of leaving) server.kill("SIGTERM");
  for (const server of leaving) assert.equal(await server.exit, 0);
  await world.untilAllEnded();
  await world.judge(staying);
  const failures = await world.database.query((sql) =>
    sql<{ attempt: number; failures: number; jobs: number }[]>`
      select attempt, failures, count(*)::int as jobs from jobs group by attempt, failures`
  );
  assert.deepEqual(failures, [{ attempt: 2, failures: 0, jobs: IN_FLIGHT }]);
});

Deno.test({
  name: "a process that is killed while it lets go of its jobs has lost none",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  await using world = await openClusterWorld(postgres.url("postgres"));
  const staying = await world.start({ key: "staying-server", env: { WORKERS: "8" } });
  world.watchOn(staying);
  const leaving = await Promise.all([
    world.start({ key: "leaving-server-1", fault: { point: "before a release is committed" } }),
    world.start({ key: "leaving-server-2", fault: { point: "after a release" } }),
  ]);
  for (const [n, server] of leaving.entries()) {
    const hold = world.service.hold(`leaving-server-${n + 1}`, "/generate");
    await world.submitUntil(hold.called, server, staying);
    await server.arm();
    server.kill("SIGTERM");
  }
  for (const server of leaving) await server.untilKilled();
  await world.untilAllEnded();
  await world.judge(staying);
});
