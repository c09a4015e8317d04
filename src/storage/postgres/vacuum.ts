import type { Database } from "./database.ts";

const VACUUM_TIMEOUT_MS = 120_000;

/** What a server does by itself and the embedded database does not: reclaim, analyse, flush. */
export async function vacuum(database: Database): Promise<void> {
  await database.query((sql) => sql`vacuum (analyze)`, { timeoutMs: VACUUM_TIMEOUT_MS });
  await database.query((sql) => sql`checkpoint`, { timeoutMs: VACUUM_TIMEOUT_MS });
}
