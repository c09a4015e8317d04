// zod's issues → the `errors` of an `invalid_request`, with paths such as `songs.1`.

import type { z } from "zod";
import { AppError, type ProblemError } from "../errors.ts";

/** Most errors one answer lists. */
export const MAX_LISTED_ERRORS = 20;

const MAX_KEY_LENGTH = 64;

type Issue = z.core.$ZodIssue;

/** The refusal of a body or query that does not fit its schema. */
export function invalidRequest({ issues }: z.core.$ZodError): AppError {
  const errors = issues.flatMap((issue) => errorsOf(issue)).slice(0, MAX_LISTED_ERRORS);
  const where = errors.map(({ path }) => path).filter((path) => path !== "").slice(0, 3);
  const detail = where.length === 0
    ? `The request is not valid: ${errors[0]?.message ?? "it does not fit its schema"}`
    : `The request is not valid at ${where.join(", ")}`;
  return new AppError("invalid_request", detail, { errors });
}

function errorsOf(issue: Issue, prefix: readonly PropertyKey[] = []): ProblemError[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: join([...path, key]), message: "Unknown key" }));
  }
  const branch = issue.code === "invalid_union" ? meantBranch(issue.errors) : undefined;
  if (branch !== undefined) return branch.flatMap((nested) => errorsOf(nested, path));
  return [{ path: join(path), message: issue.message }];
}

// Of a union's branches the one of the right type is what the client meant.
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) =>
    !issues.some(({ code, path }) => code === "invalid_type" && path.length === 0)
  );
}

function join(path: readonly PropertyKey[]): string {
  return path.map((key) => String(key).slice(0, MAX_KEY_LENGTH)).join(".");
}
