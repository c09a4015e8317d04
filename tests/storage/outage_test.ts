import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { checkDatabase } from "../../src/storage/postgres/check_database.ts";
import { connectToServer } from "../../src/storage/postgres/database.ts";
import { createPostgresDatabase, openPostgresTestDatabase } from "../support/database.ts";
import { eventually } from "../support/eventually.ts";
import { NEEDS_OPENSSL, NEEDS_POSTGRES, startPostgresServer } from "../support/postgres_server.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";

function isNotReady(error: unknown): boolean {
  return error instanceof AppError && error.code === "not_ready" && error.cause !== undefined;
}

Deno.test(
  "database is not ready while its server is down, and ready when it is back",
  NEEDS_POSTGRES,
  async () => {
    await using server = await startPostgresServer();
    await using database = connectToServer(server.url("postgres"));
    await checkDatabase(database);
    const running = database.query((sql) => sql`select pg_sleep(30)`);
    running.catch(() => {});
    await server.stopAtOnce();
    await assert.rejects(running, isNotReady);
    await assert.rejects(checkDatabase(database), isNotReady);
    await assert.rejects(database.transaction((sql) => sql`select 1`), isNotReady);
    await server.start();
    await eventually(() => checkDatabase(database));
  },
);

Deno.test("database that was never there is not ready", NEEDS_POSTGRES, async () => {
  await using database = connectToServer("postgres://postgres@127.0.0.1:1/nowhere");
  await assert.rejects(checkDatabase(database), isNotReady);
  await assert.rejects(checkDatabase(database), isNotReady);
});

Deno.test("database that takes no writes is not ready until it does", NEEDS_POSTGRES, async () => {
  await using server = await startPostgresServer();
  await using database = connectToServer(server.url("postgres"));
  const setReadOnly = async (value: "on" | "off") => {
    await database.sql.script(`alter system set default_transaction_read_only = ${value}`);
    await database.sql`select pg_reload_conf()`;
  };
  await checkDatabase(database);
  await setReadOnly("on");
  await eventually(() => assert.rejects(checkDatabase(database), { code: "not_ready" }));
  await setReadOnly("off");
  await eventually(() => checkDatabase(database));
});

Deno.test("transaction whose connection is cut leaves nothing behind", NEEDS_POSTGRES, async () => {
  await using database = await openPostgresTestDatabase();
  const work = database.transaction(async (sql) => {
    await sql`insert into cron_runs values ('a', now(), 'w', now())`;
    const [row] = await sql`select pg_backend_pid() as pid`;
    await database.sql`select pg_terminate_backend(${row?.pid})`;
    await sql`insert into cron_runs values ('b', now(), 'w', now())`;
  });
  await assert.rejects(work, isNotReady);
  const rows = await database.query((sql) => sql`select count(*) as count from cron_runs`);
  assert.equal(rows[0]?.count, 0);
});

Deno.test(
  "database outlives connections that are cut at any moment of their transactions",
  NEEDS_POSTGRES,
  async () => {
    await using database = await openPostgresTestDatabase();
    const write = () =>
      database.transaction(async (sql) => {
        await sql`select pg_sleep(random() * 0.003)`;
        await sql`insert into cron_runs values (gen_random_uuid()::text, now(), 'w', now())`;
      });
    const cut = () =>
      database.query((sql) =>
        sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`
      );
    for (let round = 0; round < 40; round++) {
      const writes = Promise.allSettled(Array.from({ length: 10 }, write));
      await cut().catch(() => {});
      const failures = (await writes).filter((result) => result.status === "rejected");
      for (const { reason } of failures) assert.ok(isNotReady(reason), String(reason));
    }
    await eventually(() => checkDatabase(database));
  },
);

Deno.test(
  "database is not ready when a statement takes longer than the server allows",
  NEEDS_POSTGRES,
  async () => {
    await using database = await openPostgresTestDatabase();
    const work = database.transaction(async (sql) => {
      await sql`set local statement_timeout = 20`;
      await sql`select pg_sleep(10)`;
    });
    await assert.rejects(work, isNotReady);
  },
);

Deno.test(
  "database leaves a connection that has gone silent for a new one",
  NEEDS_POSTGRES,
  async () => {
    await using created = await createPostgresDatabase();
    await using proxy = await startTcpProxy(Number(new URL(created.url).port));
    const url = new URL(created.url);
    url.port = String(proxy.port);
    await using database = connectToServer(url.href, { silenceMs: 300 });
    await checkDatabase(database);
    proxy.silence();
    await assert.rejects(database.query((sql) => sql`select 1`), isNotReady);
    await checkDatabase(database);
  },
);

Deno.test(
  "database waits in a queue when all its connections are busy",
  NEEDS_POSTGRES,
  async () => {
    await using database = await openPostgresTestDatabase();
    const works = Array.from(
      { length: 60 },
      () => database.query((sql) => sql`select pg_sleep(0.02)`),
    );
    await Promise.all(works);
    const rows = await database.sql`
    select count(*) as count from pg_stat_activity where datname = current_database()`;
    assert.ok(rows[0]?.count <= 20);
  },
);

Deno.test(
  "database that is closed breaks off its work, and the work that waits for a connection",
  NEEDS_POSTGRES,
  async () => {
    await using created = await createPostgresDatabase();
    const database = connectToServer(created.url);
    const works = Array.from(
      { length: 21 },
      () => assert.rejects(database.query((sql) => sql`select pg_sleep(10)`), isNotReady),
    );
    await using watcher = connectToServer(created.url);
    await eventually(async () => {
      const [row] = await watcher.sql`
        select count(*) as count from pg_stat_activity
        where datname = current_database() and wait_event = 'PgSleep'`;
      assert.equal(row?.count, 20);
    });
    await database[Symbol.asyncDispose]();
    await Promise.all(works);
  },
);

Deno.test(
  "database speaks TLS, and refuses a certificate that nobody vouches for when it is to verify",
  { ignore: NEEDS_POSTGRES.ignore || NEEDS_OPENSSL.ignore },
  async () => {
    await using server = await startPostgresServer();
    await server.stopAtOnce();
    await server.enableTls();
    await server.start();
    const url = server.url("postgres").replace("127.0.0.1", "localhost");
    await using trusting = connectToServer(`${url}?sslmode=require`);
    const [row] = await trusting.sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
    assert.equal(row?.ssl, true);
    await using verifying = connectToServer(`${url}?sslmode=verify-full`);
    await assert.rejects(checkDatabase(verifying), isNotReady);
  },
);
