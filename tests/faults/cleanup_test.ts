import assert from "node:assert/strict";
import { join } from "node:path";
import { openDatabase } from "../../src/storage/postgres/database.ts";
import type { Sql } from "../../src/storage/postgres/sql.ts";
import { call } from "../support/api_client.ts";
import { NEEDS_POSTGRES, startPostgresServer } from "../support/postgres_server.ts";
import { openClusterWorld } from "./cluster_world.ts";
import { openEmbeddedWorld } from "./embedded_world.ts";
import type { Point } from "./fault.ts";
import { dieAtStart, NEVER } from "./mortal_process.ts";

const ORPHANS = 3;
const LONG_AGO = new Date(Date.now() - 3 * 3_600_000);

/** Where a cleaning is killed, one process after the other. */
const DEATHS: readonly (readonly [Point, number])[] = [
  ["after files are marked as deleted", 1],
  ["after an object is deleted", 1],
  ["after orphans are told apart", 1],
  ["after an object is deleted", 2],
  ["before old jobs are pruned", 1],
  ["after old jobs are pruned", 1],
];

Deno.test("a cleaning that is killed in its middle is done by a later one: embedded", async () => {
  await using world = await openEmbeddedWorld();
  const onDatabase = async (work: (sql: Sql) => Promise<void>) => {
    await using database = await openDatabase({ databaseUrl: undefined, dataDir: world.dataDir });
    await database.query(work);
  };
  await world.start(NEVER);
  const jobs = [await world.submit(), await world.submit(), await world.submit()];
  await world.untilAllEnded();
  await world.server()[Symbol.asyncDispose]();
  const objects = join(world.dataDir, "objects");
  await leaveOrphans(objects);
  await ageObjects(objects, jobs[0]!.jobId);
  await onDatabase((sql) => expireFiles(sql, jobs[0]!.jobId));
  for (const [point, count] of DEATHS) {
    await onDatabase(forgetCleanings);
    await dieAtStart(world.env, { point, count });
  }
  await onDatabase(forgetCleanings);
  const { url } = await world.start(NEVER);
  const { outputs } = await (await call(`${url}/api/status/${jobs[0]!.jobId}`)).json();
  const gone = await call(`${url}/api/download/${outputs[0].fileId}`);
  await gone.body?.cancel();
  assert.equal(gone.status, 410);
  const { orphans } = await world.judge({ expiredFiles: 2 });
  assert.equal(orphans, 0, "the last cleaning was a whole one");
});

Deno.test({
  name: "a cleaning that is killed in its middle is done by a later one: on a server",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  await using world = await openClusterWorld(postgres.url("postgres"));
  const server = await world.start({ key: "the-server" });
  world.watchOn(server);
  const jobs = [await world.submit(server), await world.submit(server)];
  await world.untilAllEnded();
  await leaveOrphans(world.objectsFolder);
  await ageObjects(world.objectsFolder, jobs[0]!.jobId);
  await world.database.query((sql) => expireFiles(sql, jobs[0]!.jobId));
  for (const [point, count] of DEATHS) {
    await world.database.query(forgetCleanings);
    await dieAtStart({ ...world.env, ML_MODEL_API_KEY: "dying-server" }, { point, count });
  }
  await world.database.query(forgetCleanings);
  await world.start({ key: "the-next-server" });
  const { orphans } = await world.judge(server, { expiredFiles: 2 });
  assert.equal(orphans, 0, "the last cleaning was a whole one");
});

/** As if the next slots had come. */
async function forgetCleanings(sql: Sql): Promise<void> {
  await sql`delete from cron_runs`;
}

async function expireFiles(sql: Sql, jobId: string): Promise<void> {
  await sql`update files set expires_at = now() where job_id = ${jobId}::uuid`;
}

async function ageObjects(objectsFolder: string, jobId: string): Promise<void> {
  const folder = join(objectsFolder, "files", jobId);
  for await (const { name } of Deno.readDir(folder)) {
    await Deno.utime(join(folder, name), LONG_AGO, LONG_AGO);
  }
}

/** What processes leave that die between the store and the row, hours ago. */
async function leaveOrphans(objectsFolder: string): Promise<void> {
  for (let n = 0; n < ORPHANS; n++) {
    const folder = join(objectsFolder, "files", crypto.randomUUID());
    await Deno.mkdir(folder, { recursive: true });
    const path = join(folder, `${crypto.randomUUID()}.mid`);
    await Deno.writeTextFile(path, "nobody names this");
    await Deno.utime(path, LONG_AGO, LONG_AGO);
  }
}
