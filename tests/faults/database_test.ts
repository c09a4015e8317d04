import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { call } from "../support/api_client.ts";
import { eventually } from "../support/eventually.ts";
import {
  NEEDS_POSTGRES,
  type PostgresServer,
  startPostgresServer,
} from "../support/postgres_server.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";
import { type ClusterWorld, openClusterWorld } from "./cluster_world.ts";
import type { MortalServer } from "./mortal_process.ts";

const OUTAGES = 3;
const OUTAGE_MS = 1_500;
const CALM_MS = 1_500;
const TERMINATIONS = 25;
const DROPS = 15;
const CUT_MS = 22_000;
/** As the contract says of a database that is back. */
const BACK_TIMEOUT_MS = 20_000;

Deno.test({
  name: "jobs and their clients outlive a PostgreSQL server that is stopped and started",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  await using world = await openClusterWorld(postgres.url("postgres"));
  const servers = await startTwo(world);
  await keepCommits(world);
  await whileClientsSubmit(world, servers, async () => {
    for (let n = 0; n < OUTAGES; n++) await stopAndStart(postgres);
  });
  await judgeBoth(world, servers);
});

Deno.test({
  name: "jobs and their clients outlive connections that the database ends again and again",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  await using world = await openClusterWorld(postgres.url("postgres"));
  const servers = await startTwo(world);
  await whileClientsSubmit(world, servers, async () => {
    for (let n = 0; n < TERMINATIONS; n++) {
      await world.database.query((sql) =>
        sql`select pg_terminate_backend(pid) from pg_stat_activity
          where backend_type = 'client backend' and pid <> pg_backend_pid()`
      );
      await pause(200);
    }
  });
  await judgeBoth(world, servers);
});

Deno.test({
  name: "jobs and their clients outlive a network that drops connections to the database",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  const direct = postgres.url("postgres");
  await using proxy = await startTcpProxy(Number(new URL(direct).port));
  await using world = await openClusterWorld(throughProxy(direct, proxy), { directUrl: direct });
  const servers = await startTwo(world);
  await whileClientsSubmit(world, servers, async () => {
    for (let n = 0; n < DROPS; n++) {
      proxy.drop();
      await pause(300);
    }
  });
  await judgeBoth(world, servers);
});

Deno.test({
  name: "a process that the database cannot be heard from stops, and is back when it can",
  ...NEEDS_POSTGRES,
}, async () => {
  await using postgres = await startPostgresServer();
  const direct = postgres.url("postgres");
  await using proxy = await startTcpProxy(Number(new URL(direct).port));
  await using world = await openClusterWorld(direct);
  const near = await world.start({ key: "near", env: { WORKERS: "8" } });
  world.watchOn(near);
  const hold = world.service.hold("far", "/generate");
  const env = { DATABASE_URL: throughProxy(direct, proxy), WORKERS: "4" };
  const far = await world.start({ key: "far", env });
  await world.submitUntil(hold.called, far, near);
  proxy.silence();
  proxy.muteNew();
  await pause(CUT_MS / 2);
  hold.release();
  await world.untilAllEnded();
  await pause(CUT_MS / 2);
  assert.equal(await readiness(far), 503);
  proxy.drop();
  await eventually(async () => assert.equal(await readiness(far), 200), {
    timeoutMs: BACK_TIMEOUT_MS,
  });
  await world.submitUntil(world.submit(far), far);
  await world.untilAllEnded();
  await world.judge(far);
  assertQuiet(near, far);
});

async function startTwo(world: ClusterWorld): Promise<readonly [MortalServer, MortalServer]> {
  const env = { WORKERS: "4" };
  const first = await world.start({ key: "first", env });
  const second = await world.start({ key: "second", env });
  world.watchOn(first);
  world.watchOn(second);
  return [first, second];
}

/** Two clients at each server, one job after the other. */
async function whileClientsSubmit(
  world: ClusterWorld,
  [first, second]: readonly [MortalServer, MortalServer],
  trouble: () => Promise<void>,
): Promise<void> {
  let isOver = false;
  const client = async (...servers: readonly MortalServer[]) => {
    while (!isOver) {
      await world.submit(...servers);
      await pause(400);
    }
  };
  const clients = [client(first), client(second), client(first, second), client(second, first)];
  await pause(CALM_MS);
  await trouble();
  isOver = true;
  await Promise.all(clients);
}

async function stopAndStart(postgres: PostgresServer): Promise<void> {
  await postgres.stopAtOnce();
  await pause(OUTAGE_MS);
  await postgres.start();
  await pause(CALM_MS);
}

async function judgeBoth(
  world: ClusterWorld,
  [first, second]: readonly [MortalServer, MortalServer],
): Promise<void> {
  await world.untilAllEnded();
  await eventually(async () => assert.equal(await readiness(first), 200));
  await world.judge(first);
  assertQuiet(first, second);
}

function assertQuiet(...servers: readonly MortalServer[]): void {
  for (const { stderr } of servers) assert.equal(stderr(), "");
}

async function readiness({ url }: MortalServer): Promise<number> {
  const answer = await call(`${url}/api/health/ready`);
  await answer.body?.cancel();
  return answer.status;
}

/** The server of the tests is quick as it forgets the latest commits when it is broken off. */
async function keepCommits({ database }: ClusterWorld): Promise<void> {
  await database.query((sql) => sql`alter database postgres set synchronous_commit = on`);
  await database.query((sql) => sql`checkpoint`);
  await database.query((sql) =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`
  );
}

function throughProxy(url: string, { port }: { readonly port: number }): string {
  return Object.assign(new URL(url), { port: `${port}` }).href;
}
