import assert from "node:assert/strict";
import { connectToServer } from "../../src/storage/postgres/database.ts";
import { migrate } from "../../src/storage/postgres/migrate.ts";
import { MIGRATIONS } from "../../src/storage/postgres/migrations.ts";
import { createPostgresDatabase, openEmbeddedTestDatabase } from "../support/database.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

Deno.test("migrations are numbered from 1 without a gap", () => {
  assert.deepEqual(MIGRATIONS.map(({ number }) => number), MIGRATIONS.map((_, index) => index + 1));
});

Deno.test("migrate runs each migration once, however often it is called", async () => {
  await using database = await openEmbeddedTestDatabase();
  const extra = { number: 1001, name: "extra", sql: "create table extra (a int)" };
  await migrate(database, [...MIGRATIONS, extra]);
  await migrate(database, [...MIGRATIONS, extra]);
  const rows = await database.sql`select number from schema_migrations order by number`;
  assert.deepEqual(rows.map(({ number }) => number), [
    ...MIGRATIONS.map(({ number }) => number),
    1001,
  ]);
});

Deno.test("migrate leaves nothing behind of migrations that fail", async () => {
  await using database = await openEmbeddedTestDatabase();
  const good = { number: 1001, name: "good", sql: "create table good (a int)" };
  const bad = { number: 1002, name: "bad", sql: "create table bad (a int); select 1 / 0" };
  await assert.rejects(migrate(database, [good, bad]), {
    message: 'Cannot run the migration 1002 "bad"',
  });
  const [row] = await database.sql`select to_regclass('good') as good, to_regclass('bad') as bad`;
  assert.deepEqual({ ...row }, { good: null, bad: null });
});

Deno.test(
  "migrate is done once when four processes start at the same moment",
  NEEDS_POSTGRES,
  async () => {
    await using created = await createPostgresDatabase();
    await using stack = new AsyncDisposableStack();
    const databases = Array.from({ length: 4 }, () => stack.use(connectToServer(created.url)));
    await Promise.all(databases.map((database) => migrate(database)));
    const [row] = await databases[0]!.sql`select count(*) as count from schema_migrations`;
    assert.equal(row?.count, MIGRATIONS.length);
  },
);
