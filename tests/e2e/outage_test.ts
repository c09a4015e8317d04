import assert from "node:assert/strict";
import { join } from "node:path";
import { connectToServer } from "../../src/storage/postgres/database.ts";
import { blend, call, download, postJson, problemIn, SONGS } from "../support/api_client.ts";
import { newDataDir } from "../support/data_dir.ts";
import { copyEmbeddedTemplate } from "../support/embedded_template.ts";
import { eventually } from "../support/eventually.ts";
import { readEvents } from "../support/event_reader.ts";
import { NEEDS_POSTGRES, startPostgresServer } from "../support/postgres_server.ts";
import { addressOf, leastServer, runProgram, runServer } from "../support/program.ts";
import { NEEDS_REDIS, startRedisServer } from "../support/redis_server.ts";
import { startS3Server } from "../support/s3_server.ts";
import { SocketClient } from "../support/socket_client.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

async function statusOf(url: string): Promise<number> {
  const answer = await call(url);
  await answer.body?.cancel();
  return answer.status;
}

async function detailed(url: string) {
  const answer = await call(`${url}/api/health/detailed`);
  return { httpStatus: answer.status, ...await answer.json() };
}

async function secondsUntil(check: () => unknown, timeoutMs: number): Promise<number> {
  const startedAt = performance.now();
  await eventually(check, { timeoutMs, everyMs: 100 });
  return (performance.now() - startedAt) / 1000;
}

Deno.test({ name: "a server on PostgreSQL", ...NEEDS_POSTGRES }, async (t) => {
  await using postgres = await startPostgresServer();
  await keepCommits(postgres.url("postgres"));
  await using folder = await temporaryFolder();
  await postgres.stopAtOnce();
  const env = {
    DATA_DIR: folder.path,
    DATABASE_URL: postgres.url("postgres"),
    LEASE_SECONDS: "10",
    PORT: "0",
  };
  await using server = runProgram(leastServer(env), { env });
  const url = await addressOf(server);
  const ready = async (expected: number) =>
    assert.equal(await statusOf(`${url}/api/health/ready`), expected);

  await t.step("starts while the database is down, and is ready once it is up", async () => {
    await ready(503);
    assert.equal(await statusOf(`${url}/api/health/live`), 200);
    await assertNotReady(url);
    await postgres.start();
    const seconds = await secondsUntil(() => ready(200), 60_000);
    assert.ok(seconds < 40, `${seconds} s`);
    await blend(url);
  });

  await t.step("says at once that it is not ready when the database is gone", async () => {
    await postgres.stopAtOnce();
    const seconds = await secondsUntil(() => ready(503), 20_000);
    assert.ok(seconds < 5, `${seconds} s`);
    await assertNotReady(url);
    assert.equal(await statusOf(`${url}/api/health/live`), 200);
    const report = await detailed(url);
    assert.deepEqual(
      [report.httpStatus, report.status, report.checks.database.status],
      [503, "fail", "fail"],
    );
  });

  await t.step("goes on by itself when the database is back", async () => {
    await postgres.start();
    const seconds = await secondsUntil(() => ready(200), 40_000);
    assert.ok(seconds < 20, `${seconds} s`);
    await blend(url);
  });

  await t.step(
    "completes a job whose database went away, before the eyes of its watcher",
    async () => {
      await using socket = await SocketClient.open(url);
      socket.send({ type: "generate", id: "1", songs: SONGS, options: { lengthSeconds: 90 } });
      const { job: { jobId } } = await socket.next("accepted");
      await socket.next("bars");
      await postgres.stopAtOnce();
      await ready(503);
      await postgres.start();
      const { job } = await socket.next("completed");
      assert.ok(job.attempt > 1);
      assert.deepEqual(socket.storedFrames(jobId), await readEvents(url, jobId));
    },
  );

  await t.step("stops with nothing said beside its log", async () => {
    server.kill("SIGTERM");
    assert.equal(await server.exit, 0);
    assert.equal(server.stderr(), "");
    for (const line of server.lines) JSON.parse(line);
  });
});

/** The server of the tests is quick as it forgets the latest commits when it is broken off. */
async function keepCommits(databaseUrl: string): Promise<void> {
  await using database = connectToServer(databaseUrl);
  await database.sql`alter database postgres set synchronous_commit = on`;
  await database.sql`checkpoint`;
}

async function assertNotReady(url: string): Promise<void> {
  const startedAt = performance.now();
  const refused = await postJson(`${url}/api/generate`, { songs: SONGS });
  assert.ok(Number(refused.headers.get("Retry-After")) > 0);
  const problem = await problemIn(refused);
  assert.deepEqual([problem.status, problem.code], [503, "not_ready"]);
  const seconds = (performance.now() - startedAt) / 1000;
  assert.ok(seconds < 5, `${seconds} s`);
}

Deno.test({ name: "a server with Redis", ...NEEDS_REDIS }, async (t) => {
  await using redis = await startRedisServer();
  await using folder = await newDataDir();
  const env = { DATA_DIR: folder.path, REDIS_URL: redis.url, GENERATE_LIMIT: "3" };
  await using server = await runServer(env, leastServer(env));
  const { url } = server;

  await t.step("blends, and says how Redis is", async () => {
    await blend(url);
    const { httpStatus, status, checks } = await detailed(url);
    assert.deepEqual([httpStatus, status, checks.redis.status], [200, "pass", "pass"]);
  });

  await t.step("blends on when Redis is gone, and only warns", async () => {
    await redis.stopAtOnce();
    await eventually(async () => {
      const { httpStatus, status, checks } = await detailed(url);
      assert.deepEqual([httpStatus, status, checks.redis.status], [200, "warn", "warn"]);
    });
    assert.equal(await statusOf(`${url}/api/health/ready`), 200);
    await blend(url);
  });

  await t.step("still refuses who is over the quota", async () => {
    const body = { songs: SONGS, options: { lengthSeconds: 15 } };
    let answer = await postJson(`${url}/api/generate`, body);
    for (let n = 0; n < 3 && answer.status === 202; n++) {
      await answer.body?.cancel();
      answer = await postJson(`${url}/api/generate`, body);
    }
    assert.equal((await problemIn(answer)).code, "rate_limited");
  });

  await t.step("is as before when Redis is back", async () => {
    await redis.start();
    await eventually(async () => assert.equal((await detailed(url)).status, "pass"));
    server.kill("SIGTERM");
    assert.equal(await server.exit, 0);
    assert.equal(server.stderr(), "");
    for (const line of server.lines) JSON.parse(line);
  });
});

Deno.test("a server with a bucket keeps its files there", async () => {
  await using s3 = await startS3Server();
  await using folder = await temporaryFolder();
  await copyEmbeddedTemplate(join(folder.path, "postgres-18"));
  const { bucket, endpoint, accessKeyId, secretAccessKey } = s3.options;
  const env = {
    DATA_DIR: folder.path,
    S3_BUCKET: bucket,
    S3_ENDPOINT: endpoint!,
    S3_FORCE_PATH_STYLE: "true",
    AWS_ACCESS_KEY_ID: accessKeyId!,
    AWS_SECRET_ACCESS_KEY: secretAccessKey!,
  };
  await using server = await runServer(env, leastServer(env));
  const job = await blend(server.url);
  await download(server.url, job, "midi");
  await download(server.url, job, "mp3");
  const names = await Array.fromAsync(Deno.readDir(folder.path), ({ name }) => name);
  assert.ok(!names.includes("objects"), names.join());
  server.kill("SIGTERM");
  assert.equal(await server.exit, 0);
  assert.equal(server.stderr(), "");
});
