// Brings the schema up to date. Processes that start at once take turns; all or nothing is done.

import type { Database } from "./database.ts";
import type { Sql } from "./sql.ts";
import { type Migration, MIGRATIONS } from "./migrations.ts";

/** Of all of them together; each statement has the time that every other one has. */
const MIGRATION_TIMEOUT_MS = 60_000;

/** Runs the migrations that the database has not seen yet. */
export async function migrate(database: Database, migrations = MIGRATIONS): Promise<void> {
  await database.transaction(async (sql) => {
    await sql`select pg_advisory_xact_lock(7301, 0)`;
    const done = await readDone(sql);
    for (const migration of migrations) {
      if (!done.has(migration.number)) await run(sql, migration);
    }
  }, { timeoutMs: MIGRATION_TIMEOUT_MS });
}

async function readDone(sql: Sql): Promise<Set<number>> {
  await sql`
    create table if not exists schema_migrations (
      number int primary key,
      name text not null,
      applied_at timestamptz not null default now()
    )`;
  const rows = await sql<{ number: number }[]>`select number from schema_migrations`;
  return new Set(rows.map(({ number }) => number));
}

async function run(sql: Sql, migration: Migration): Promise<void> {
  const { number, name } = migration;
  try {
    await sql.script(migration.sql);
  } catch (error) {
    throw new Error(`Cannot run the migration ${number} "${name}"`, { cause: error });
  }
  await sql`insert into schema_migrations (number, name) values (${number}, ${name})`;
}
