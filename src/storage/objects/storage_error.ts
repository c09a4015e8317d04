// What object stores say when they cannot give or take an object.

import { AppError } from "../../errors.ts";

const RETRY_SECONDS = 5;

/** The object is not there. */
export function objectNotFound(key: string, cause?: unknown): AppError {
  return new AppError("not_found", `There is no object "${key}"`, { cause });
}

/** The range starts past the end of the object. */
export function rangeNotSatisfiable(key: string): AppError {
  return new AppError("range_not_satisfiable", `The range starts past the end of "${key}"`);
}

/** The store cannot be used; `why` is a sentence that people may read. */
export function storageUnavailable(why: string, cause: unknown): AppError {
  return new AppError("storage_unavailable", why, { cause, retryAfterSeconds: RETRY_SECONDS });
}

/** A store that answers and does not take what it is asked: waiting alone helps nobody. */
export class StorageRefusal extends AppError {
  constructor(why: string, cause: unknown) {
    super("storage_unavailable", why, { cause, retryAfterSeconds: RETRY_SECONDS });
  }
}
