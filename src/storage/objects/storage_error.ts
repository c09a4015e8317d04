import { AppError } from "../../errors.ts";

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
  return new AppError("storage_unavailable", why, { cause, retryAfterSeconds: 5 });
}
