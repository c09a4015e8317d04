import assert from "node:assert/strict";
import type { Hint } from "../../src/jobs/hints.ts";
import { connectToServer } from "../../src/storage/postgres/database.ts";
import { NotifyHints } from "../../src/storage/postgres/notify_hints.ts";
import { createPostgresDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { NEEDS_POSTGRES, startPostgresServer } from "../support/postgres_server.ts";
import { startScriptedPostgres } from "../support/scripted_postgres.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

const JOB_ID = "8e3f1c9a-5a1e-4d0c-9d3e-2f6b7a8c9d0e";
const READY: Hint = { type: "job_ready" };
const MISSED: Hint = { type: "hints_missed" };

/** A process that has begun to listen, and what it has heard since. */
async function startProcess(stack: AsyncDisposableStack, databaseUrl: string) {
  const database = stack.use(connectToServer(databaseUrl));
  const hints = stack.use(
    new NotifyHints(database, { databaseUrl, processId: crypto.randomUUID() }),
  );
  const heard: Hint[] = [];
  hints.subscribe((hint) => heard.push(hint));
  await eventually(() => assert.deepEqual(heard, [MISSED]));
  heard.length = 0;
  return { hints, heard };
}

Deno.test("a hint reaches the other processes and not its sender", NEEDS_POSTGRES, async () => {
  await using created = await createPostgresDatabase();
  await using stack = new AsyncDisposableStack();
  const one = await startProcess(stack, created.url);
  const two = await startProcess(stack, created.url);
  const three = await startProcess(stack, created.url);
  one.hints.send(READY);
  one.hints.send({ type: "job_cancelled", jobId: JOB_ID });
  const expected = [READY, { type: "job_cancelled", jobId: JOB_ID }];
  await eventually(() => assert.deepEqual([two.heard, three.heard], [expected, expected]));
  assert.deepEqual(one.heard, []);
});

Deno.test(
  "a listener that was cut off comes back, and says that it may have missed something",
  NEEDS_POSTGRES,
  async () => {
    await using created = await createPostgresDatabase();
    await using stack = new AsyncDisposableStack();
    const one = await startProcess(stack, created.url);
    const two = await startProcess(stack, created.url);
    await using admin = connectToServer(created.url);
    await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'orpheus hints'`;
    await eventually(() => assert.deepEqual([one.heard, two.heard], [[MISSED], [MISSED]]));
    one.hints.send(READY);
    await eventually(() => assert.deepEqual(two.heard, [MISSED, READY]));
  },
);

Deno.test(
  "a listener waits for a server that is down, and hints are lost",
  NEEDS_POSTGRES,
  async () => {
    await using server = await startPostgresServer();
    await using stack = new AsyncDisposableStack();
    const one = await startProcess(stack, server.url("postgres"));
    await server.stopAtOnce();
    one.hints.send(READY);
    await server.start();
    await eventually(() => assert.deepEqual(one.heard, [MISSED]));
  },
);

Deno.test("a listener whose line is dead is closed at once", NEEDS_POSTGRES, async () => {
  await using created = await createPostgresDatabase();
  await using proxy = await startTcpProxy(Number(new URL(created.url).port));
  const url = new URL(created.url);
  url.port = String(proxy.port);
  await using stack = new AsyncDisposableStack();
  await startProcess(stack, url.href);
  proxy.silence();
});

Deno.test("a listener that is refused tries again, and keeps no connection of before", async () => {
  let refusals = 2;
  await using server = await startScriptedPostgres((query) =>
    query.startsWith("listen") && refusals-- > 0
  );
  await using stack = new AsyncDisposableStack();
  await startProcess(stack, server.url);
  assert.equal(server.connections, 1);
});
