import type { Database } from "./database.ts";

const CHECK_TIMEOUT_MS = 2_000;

/** Resolves when the database answers. @throws {AppError} `not_ready` */
export async function checkDatabase(database: Database, signal?: AbortSignal): Promise<void> {
  await database.query((sql) => sql`select 1`, { signal, timeoutMs: CHECK_TIMEOUT_MS });
}
