import { AppError } from "../../errors.ts";
import type { Database } from "./database.ts";

const RETRY_AFTER_SECONDS = 2;

/** The database as the stores see it: closed, as AppError `not_ready`, until its schema is there. */
export function gateDatabase(database: Database): Database & { open(): void } {
  let isOpen = false;
  const whenOpen = <T>(work: () => Promise<T>): Promise<T> =>
    isOpen ? work() : Promise.reject(notReady());
  return {
    ...database,
    query: (work, options) => whenOpen(() => database.query(work, options)),
    transaction: (work, options) => whenOpen(() => database.transaction(work, options)),
    open: () => isOpen = true,
  };
}

function notReady(): AppError {
  return new AppError("not_ready", "The server is starting", {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
