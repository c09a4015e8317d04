import assert from "node:assert/strict";
import type { Job } from "../../src/channel/protocol.ts";
import { call, download, postJson, SONGS } from "../support/api_client.ts";
import { type AsyncApi, createMessageJudge } from "../support/documented.ts";
import { createAnswerJudge, type OpenApi } from "../support/documented_answers.ts";
import { readEvents } from "../support/event_reader.ts";
import { NEEDS_POSTGRES, startPostgresServer } from "../support/postgres_server.ts";
import { runServer, type ServerProgram } from "../support/program.ts";
import { NEEDS_REDIS, startRedisServer } from "../support/redis_server.ts";
import { SocketClient } from "../support/socket_client.ts";
import { temporaryFolder } from "../support/temporary_folder.ts";

const NEEDS_BOTH = { ignore: NEEDS_POSTGRES.ignore || NEEDS_REDIS.ignore };
const GENERATE_LIMIT = 5;
/** What the steps below make a server say. */
const SAID_ALWAYS = [
  ...["hello", "accepted", "subscribed", "unsubscribed", "ok", "songs", "pong", "error"],
  ...["started", "stage", "progress", "bars", "output", "completed", "cancelled"],
];
const KEY = "a-client-of-all-servers";

Deno.test({ name: "servers that share PostgreSQL alone", ...NEEDS_POSTGRES }, async (t) => {
  await using postgres = await startPostgresServer();
  await using servers = await startServers({ DATABASE_URL: postgres.url("postgres") });
  await testSharing(t, servers);
  const { client, working, env } = servers;

  await t.step("a job whose server is killed is taken over, and nothing is missed", async () => {
    client.send(generate(120));
    await client.next("bars");
    working.kill("SIGKILL");
    await working.exit;
    await using replacement = await runServer(env);
    const { job } = await client.next("completed");
    assert.ok(job.attempt > 1);
    const frames = client.storedFrames(job.jobId);
    assert.deepEqual(frames, await readEvents(replacement.url, job.jobId));
    const interrupted = frames.filter(({ type }) => type === "interrupted");
    assert.equal(interrupted.length, job.attempt - 1);
  });
});

Deno.test({ name: "servers that share PostgreSQL and Redis", ...NEEDS_BOTH }, async (t) => {
  await using postgres = await startPostgresServer();
  await using redis = await startRedisServer();
  await using servers = await startServers({
    DATABASE_URL: postgres.url("postgres"),
    REDIS_URL: redis.url,
  });
  await testSharing(t, servers);

  await t.step("a client has one quota on all of them", async () => {
    const urls = [servers.watching.url, servers.working.url];
    const statuses: number[] = [];
    for (let n = 0; n <= GENERATE_LIMIT; n++) statuses.push(await submitTo(urls[n % 2]!));
    assert.deepEqual(statuses, [...Array(GENERATE_LIMIT).fill(202), 429]);
  });
});

async function submitTo(url: string): Promise<number> {
  const body = { songs: SONGS, options: { lengthSeconds: 15 } };
  const headers = { Authorization: `Bearer ${KEY}` };
  const answer = await postJson(`${url}/api/generate`, body, headers);
  await answer.body?.cancel();
  return answer.status;
}

type Servers = AsyncDisposable & {
  readonly env: Readonly<Record<string, string>>;
  /** Never works itself. */
  readonly watching: ServerProgram;
  readonly working: ServerProgram;
  /** Of the one that only watches. */
  readonly client: SocketClient;
};

/** Two servers on an empty database, started at the same time. */
async function startServers(shared: Readonly<Record<string, string>>): Promise<Servers> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const env = {
    ...shared,
    DATA_DIR: folder.path,
    LEASE_SECONDS: "10",
    GENERATE_LIMIT: `${GENERATE_LIMIT}`,
    API_KEYS: `client:${KEY}`,
  };
  const starts = [runServer({ ...env, WORKERS: "0" }), runServer(env)] as const;
  for (const start of starts) stack.use(await start);
  const [watching, working] = await Promise.all(starts);
  const client = stack.use(await SocketClient.open(watching.url));
  const kept = stack.move();
  return { env, watching, working, client, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

async function testSharing(t: Deno.TestContext, servers: Servers): Promise<void> {
  const { watching, working, client } = servers;

  await t.step("a blend asked for at one and made by another is heard at both", async () => {
    client.send(generate(15));
    const { job } = await client.next("completed");
    assert.deepEqual(client.storedFrames(job.jobId), await readEvents(working.url, job.jobId));
    assert.deepEqual(
      await download(watching.url, job, "midi"),
      await download(working.url, job, "midi"),
    );
  });

  await t.step("progress is heard at the server that does not work", async () => {
    client.send(generate(60));
    const { job } = await client.next("completed");
    const progress = client.received.filter((message) =>
      message.type === "progress" && message.jobId === job.jobId
    );
    assert.ok(progress.length > 2);
  });

  await t.step("a job is cancelled at one while another runs it", async () => {
    client.send(generate(300));
    const { jobId } = await client.next("bars");
    client.send({ type: "cancel", id: "2", jobId });
    await client.next("ok");
    const { job } = await client.next("cancelled");
    assert.equal(job.jobId, jobId);
  });

  await t.step("whatever is said on the socket is in the AsyncAPI document", async () => {
    const { jobId } = await replay(client);
    client.send({ type: "unsubscribe", id: "4", jobId });
    await client.next("unsubscribed");
    client.send({ type: "search", id: "5", q: "greensleeves" });
    await client.next("songs");
    client.send({ type: "ping", id: "6" });
    await client.next("pong");
    client.send({ type: "subscribe", id: "7", jobId: crypto.randomUUID() });
    await client.next("error");
    const judge = createMessageJudge(await documentAt<AsyncApi>(watching.url, "asyncapi"));
    for (const message of client.received) judge(message);
    const said = new Set<string>(client.received.map(({ type }) => type));
    assert.deepEqual(SAID_ALWAYS.filter((type) => !said.has(type)), []);
  });

  await t.step("whatever is answered over REST is in the OpenAPI document", async () => {
    const judge = createAnswerJudge(await documentAt<OpenApi>(watching.url, "openapi"));
    const { jobId, outputs: [output] } = await replay(client);
    const [song] = (await (await call(`${watching.url}/api/songs?limit=1`)).json()).songs;
    const paths = [
      `/api/status/${jobId}`,
      `/api/status/${jobId}?wait=soon`,
      `/api/status/${crypto.randomUUID()}`,
      `/api/jobs/${jobId}/frames`,
      "/api/jobs",
      output!.url,
      "/api/songs?q=greensleeves",
      `/api/songs/${song.songId}`,
      "/api/health/detailed",
      "/api/health/ready",
      "/api/ws",
      "/metrics",
      "/docs",
      "/",
    ];
    for (const path of paths) {
      const answer = await call(`${watching.url}${path}`);
      await judge("GET", path, answer);
      await answer.body?.cancel();
    }
  });
}

/** The first job of the client once more, to its end. */
async function replay(client: SocketClient): Promise<Job> {
  const first = client.received.find((message) => message.type === "accepted")!;
  client.send({ type: "subscribe", id: "3", jobId: first.job.jobId, after: 0 });
  await client.next("subscribed");
  return (await client.next("completed")).job;
}

async function documentAt<T>(url: string, name: "asyncapi" | "openapi"): Promise<T> {
  return await (await call(`${url}/api/${name}.json`)).json();
}

function generate(lengthSeconds: number) {
  return { type: "generate", id: "1", songs: SONGS, options: { lengthSeconds } };
}
