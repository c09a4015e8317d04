import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { createRandom } from "../../src/music/compose/random.ts";
import { call } from "../support/api_client.ts";
import { eventually } from "../support/eventually.ts";
import { modelSeed } from "../support/model_seed.ts";
import { NEEDS_POSTGRES, startPostgresServer } from "../support/postgres_server.ts";
import { NEEDS_REDIS, startRedisServer } from "../support/redis_server.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";
import { type ClusterWorld, openClusterWorld } from "./cluster_world.ts";
import type { MortalServer } from "./mortal_process.ts";

const NEEDS_BOTH = { ignore: NEEDS_POSTGRES.ignore || NEEDS_REDIS.ignore };
const JOBS = 4;
const PAUSE_MS = 1_000;
/** Above the time after which a silent Redis is given up. */
const SILENCE_MS = 5_000;

type Pair = { readonly watching: MortalServer; readonly working: MortalServer };

Deno.test({
  name: "who watches on other processes misses no frame when Redis is restarted or one is killed",
  ...NEEDS_BOTH,
}, async () => {
  await using postgres = await startPostgresServer();
  await using redis = await startRedisServer();
  await using world = await openClusterWorld(postgres.url("postgres"), {
    env: { REDIS_URL: redis.url },
  });
  const pair = await startPair(world);
  await aroundTrouble(world, pair, () => redis.stopAtOnce());
  await aroundTrouble(world, pair, () => redis.start());
  await aroundTrouble(world, pair, async () => {
    await redis.stopAtOnce();
    await redis.start();
  });
  const passing = await world.start({ key: "the-passing-one", env: { WORKERS: "0" } });
  await aroundTrouble(world, pair, () => {
    passing.kill("SIGKILL");
    return passing.untilKilled();
  });
  await judge(world, pair);
});

Deno.test({
  name: "who watches on another process misses no frame when the network to Redis fails",
  ...NEEDS_BOTH,
}, async () => {
  await using postgres = await startPostgresServer();
  await using redis = await startRedisServer();
  await using proxy = await startTcpProxy(redis.port);
  await using world = await openClusterWorld(postgres.url("postgres"), {
    env: { REDIS_URL: `redis://127.0.0.1:${proxy.port}` },
  });
  const pair = await startPair(world);
  await aroundTrouble(world, pair, () => Promise.resolve(proxy.drop()));
  await aroundTrouble(world, pair, () => Promise.resolve(proxy.silence()));
  await aroundTrouble(world, pair, () => {
    proxy.muteNew();
    proxy.silence();
    return pause(SILENCE_MS);
  });
  await aroundTrouble(world, pair, () => Promise.resolve(proxy.drop()));
  await judge(world, pair);
});

async function startPair(world: ClusterWorld): Promise<Pair> {
  const watching = await world.start({ key: "the-watching-one", env: { WORKERS: "0" } });
  const working = await world.start({ key: "the-working-one", env: { WORKERS: `${JOBS}` } });
  world.watchOn(watching);
  world.watchAnywhere(createRandom(modelSeed()));
  return { watching, working };
}

/** Jobs that are half way when the trouble comes, and go on at once. */
async function aroundTrouble(
  world: ClusterWorld,
  { watching, working }: Pair,
  trouble: () => Promise<void>,
): Promise<void> {
  const hold = world.service.hold("the-working-one", "/generate");
  for (let n = 0; n < JOBS; n++) void world.submit(n % 2 === 0 ? watching : working);
  await eventually(() => assert.equal(hold.calls(), JOBS));
  await trouble();
  hold.release();
  await pause(PAUSE_MS);
  await world.untilAllEnded();
}

async function judge(world: ClusterWorld, { watching, working }: Pair): Promise<void> {
  await eventually(async () => {
    const report = await (await call(`${watching.url}/api/health/detailed`)).json();
    assert.equal(report.checks.redis.status, "pass");
  });
  const { orphans } = await world.judge(watching);
  assert.equal(orphans, 0);
  const failures = await world.database.query((sql) =>
    sql`select distinct attempt, failures from jobs`
  );
  assert.deepEqual(failures, [{ attempt: 1, failures: 0 }]);
  assert.deepEqual([watching.stderr(), working.stderr()], ["", ""]);
}
