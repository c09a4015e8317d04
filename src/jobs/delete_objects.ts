// Deletes objects whose rows are gone. One that cannot be deleted does not keep the others.

import { AppError } from "../errors.ts";
import type { House } from "./house.ts";

/** A store that refuses this many of a batch is away: the next cleaning goes on. */
export const MAX_FAILED_DELETES = 5;

/** Answers how many were deleted; those that were not are orphans of the next cleaning. */
export async function deleteObjects(
  { objects, log }: Pick<House, "objects" | "log">,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  let failed = 0;
  for (const key of keys) {
    try {
      await objects.delete(key, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (++failed >= MAX_FAILED_DELETES) throw error;
      log.warn("Cannot delete an object", { objectKey: key, error: messageOf(error) });
    }
  }
  return keys.length - failed;
}

function messageOf(error: unknown): string {
  return error instanceof AppError ? error.message : String(error);
}
