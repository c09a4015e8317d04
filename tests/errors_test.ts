import assert from "node:assert/strict";
import { AppError, ERROR_KINDS, problemOf } from "../src/errors.ts";

Deno.test("a problem carries the title and status of its code", () => {
  const problem = problemOf(new AppError("queue_full", "Too many jobs are waiting"), "r-1");
  assert.deepEqual(problem, {
    type: "urn:orpheus:problem:queue_full",
    title: ERROR_KINDS.queue_full.title,
    status: 503,
    detail: "Too many jobs are waiting",
    code: "queue_full",
    requestId: "r-1",
  });
});

Deno.test("an unexpected error becomes a bare internal one that tells nothing", () => {
  const problem = problemOf(new TypeError("reading 'password' of undefined"), "r-2");
  assert.equal(problem.status, 500);
  assert.equal(problem.code, "internal");
  assert.doesNotMatch(JSON.stringify(problem), /password/);
});

Deno.test("the errors of a schema travel with the problem", () => {
  const errors = [{ path: "songs.1", message: "must be plain text" }];
  const problem = problemOf(new AppError("invalid_request", "Bad", { errors }), "r-3");
  assert.deepEqual(problem.errors, errors);
});

Deno.test("an error's cause is kept for the log", () => {
  const cause = new Error("ECONNREFUSED");
  assert.equal(new AppError("not_ready", "No database", { cause }).cause, cause);
});
