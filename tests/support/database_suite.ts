// What the embedded database and a server have in common for the code above them.

import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import { checkDatabase } from "../../src/storage/postgres/check_database.ts";
import { vacuum } from "../../src/storage/postgres/vacuum.ts";
import type { Need } from "./needed_program.ts";

/** Tests that every database passes. */
export function databaseSuite(name: string, need: Need, open: () => Promise<Database>): void {
  const test = (behaviour: string, fn: (database: Database) => Promise<void>) =>
    Deno.test(`${name} ${behaviour}`, need, async () => {
      await using database = await open();
      await fn(database);
    });

  test("returns a bigint as a number", async ({ sql }) => {
    const rows = await sql`select 9007199254740991::bigint as most, array[1, 2]::bigint[] as list`;
    assert.deepEqual({ ...rows[0] }, { most: 9007199254740991, list: [1, 2] });
  });

  test("fails on a bigint that a number would round, and goes on", async ({ sql }) => {
    await assert.rejects(async () => await sql`select 9007199254740993::bigint`, RangeError);
    assert.deepEqual({ ...(await sql`select 1 as one`)[0] }, { one: 1 });
  });

  test("returns JSON, times, arrays and nulls as values", async ({ sql }) => {
    const rows = await sql`
      select '{"a": [1]}'::jsonb as json, timestamptz '2026-01-02T03:04:05Z' as time,
        array['a', 'b'] as list, null as nothing`;
    assert.deepEqual({ ...rows[0] }, {
      json: { a: [1] },
      time: new Date("2026-01-02T03:04:05Z"),
      list: ["a", "b"],
      nothing: null,
    });
  });

  test("takes nothing back of a transaction that ends well", async (database) => {
    await database.transaction((sql) => sql`insert into cron_runs values ('a', now(), 'w', now())`);
    const rows = await database.query((sql) => sql`select count(*) as count from cron_runs`);
    assert.equal(rows[0]?.count, 1);
  });

  test("takes everything back of a transaction that throws, and goes on", async (database) => {
    const failure = new Error("after the insert");
    const work = database.transaction(async (sql) => {
      await sql`insert into cron_runs values ('a', now(), 'w', now())`;
      throw failure;
    });
    await assert.rejects(work, failure);
    const rows = await database.query((sql) => sql`select count(*) as count from cron_runs`);
    assert.equal(rows[0]?.count, 0);
  });

  test("goes on after a statement that fails within a transaction", async (database) => {
    await assert.rejects(
      database.transaction((sql) => sql`select 1 / 0`),
      (error) => error instanceof Error && "code" in error && error.code === "22012",
    );
    await checkDatabase(database);
  });

  test("does not call a transaction done whose failed statement was passed over", async (database) => {
    const work = database.transaction(async (sql) => {
      await sql`insert into cron_runs values ('a', now(), 'w', now())`;
      await assert.rejects(async () => await sql`select 1 / 0`);
    });
    await assert.rejects(work, /rolled back/);
  });

  test("goes on when another process has changed a table it knows", async (database) => {
    const read = () => database.query((sql) => sql`select * from cron_runs`);
    const readWithin = () => database.transaction((sql) => sql`select * from cron_runs`);
    await read();
    await readWithin();
    await database.sql`alter table cron_runs add column note text`;
    assert.deepEqual(await read(), []);
    await database.sql`alter table cron_runs drop column note`;
    assert.deepEqual(await readWithin(), []);
  });

  test("answers 500 statements sent at once", async ({ sql }) => {
    const numbers = Array.from({ length: 500 }, (_, number) => number);
    const rows = await Promise.all(
      numbers.map(async (number) => (await sql`select ${number}::int as number`)[0]?.number),
    );
    assert.deepEqual(rows, numbers);
  });

  test("stops waiting at an abort, with its reason", async (database) => {
    const controller = new AbortController();
    const reason = new Error("nobody waits any more");
    const work = database.query((sql) => sql`select pg_sleep(0.2)`, { signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(work, reason);
  });

  test("does nothing for a signal that is aborted already", async (database) => {
    const signal = AbortSignal.abort(new Error("too late"));
    await assert.rejects(
      database.query((sql) => sql`drop table cron_runs`, { signal }),
      /too late/,
    );
    await database.query((sql) => sql`select 1 from cron_runs`);
  });

  test("is not ready when an answer takes too long", async (database) => {
    const work = database.query((sql) => sql`select pg_sleep(0.5)`, { timeoutMs: 20 });
    await assert.rejects(
      work,
      (error) => error instanceof AppError && error.code === "not_ready" && error.retryable,
    );
  });

  test("can be vacuumed", vacuum);
}
