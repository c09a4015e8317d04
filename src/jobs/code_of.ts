import { AppError } from "../errors.ts";

/** An error in few words, for a line of the log. */
export function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : String(error);
}
