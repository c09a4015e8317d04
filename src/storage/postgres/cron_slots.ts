// The CronSlots on PostgreSQL: whoever inserts a slot runs it, and a run that died with its process
// can be claimed again when its lease has ended. Times are the database's.

import type { CronSlots } from "../../jobs/cron_slots.ts";
import type { Database } from "./database.ts";
import type { Sql } from "./sql.ts";

/** Above the longest run of a cron. */
const LEASE_MINUTES = 10;
/** Slots before that are forgotten. */
const KEPT_DAYS = 30;

/** Failures of the connection are AppError `not_ready`. */
export function createCronSlots(database: Database): CronSlots {
  return {
    claim: (name, slot, workerId) =>
      database.query((sql) => claimSlot(sql, { name, slot, workerId })),
    done: (name, slot) => database.transaction((sql) => finishSlot(sql, name, slot)),
    release: (name, slot) => database.query((sql) => releaseSlot(sql, name, slot)),
    lastDone: (name) => database.query((sql) => findLastDone(sql, name)),
  };
}

async function claimSlot(
  sql: Sql,
  { name, slot, workerId }: { name: string; slot: Date; workerId: string },
): Promise<boolean> {
  const rows = await sql`
    insert into cron_runs (name, slot, worker_id, lease_expires_at)
    values (${name}, ${slot}, ${workerId}, now() + ${LEASE_MINUTES}::int * interval '1 minute')
    on conflict (name, slot) do update
      set worker_id = excluded.worker_id, lease_expires_at = excluded.lease_expires_at
      where cron_runs.done_at is null and cron_runs.lease_expires_at < now()
    returning slot`;
  return rows.length > 0;
}

async function releaseSlot(sql: Sql, name: string, slot: Date): Promise<void> {
  await sql`delete from cron_runs where name = ${name} and slot = ${slot} and done_at is null`;
}

async function finishSlot(sql: Sql, name: string, slot: Date): Promise<void> {
  await sql`update cron_runs set done_at = now() where name = ${name} and slot = ${slot}`;
  await sql`
    delete from cron_runs
    where name = ${name} and slot < now() - ${KEPT_DAYS}::int * interval '1 day'
      and slot < ${slot}`;
}

async function findLastDone(sql: Sql, name: string): Promise<Date | undefined> {
  const [row] = await sql<{ slot: Date | null }[]>`
    select max(slot) as slot from cron_runs where name = ${name} and done_at is not null`;
  return row?.slot ?? undefined;
}
