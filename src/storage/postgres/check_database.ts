import { AppError } from "../../errors.ts";
import type { Database } from "./database.ts";

const CHECK_TIMEOUT_MS = 2_000;

/** Resolves when the database answers and takes writes. @throws {AppError} `not_ready` */
export async function checkDatabase(database: Database, signal?: AbortSignal): Promise<void> {
  const [row] = await database.query(
    (sql) => sql<{ setting: string }[]>`select current_setting('transaction_read_only') as setting`,
    { signal, timeoutMs: CHECK_TIMEOUT_MS },
  );
  // A server that became a standby answers everything and does nothing.
  if (row?.setting === "on") throw new AppError("not_ready", "The database is read-only just now");
}
