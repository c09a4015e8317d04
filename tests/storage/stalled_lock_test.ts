import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { createJobStore } from "../../src/storage/postgres/job_store.ts";
import { lockForTransaction, SUBMIT_LOCK } from "../../src/storage/postgres/jobs/submit.ts";
import { openPostgresTestDatabase } from "../support/database.ts";
import { MAX_PENDING } from "../support/job_store_world.ts";
import { newJob } from "../support/new_job.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

Deno.test(
  "a process that stands still under the submit lock loses it to the others",
  NEEDS_POSTGRES,
  async () => {
    await using database = await openPostgresTestDatabase();
    const jobs = createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 });
    const locked = Promise.withResolvers<void>();
    const woken = Promise.withResolvers<void>();
    const stalled = database.transaction(async (sql) => {
      await lockForTransaction(sql, SUBMIT_LOCK);
      locked.resolve();
      await woken.promise;
      await sql`delete from jobs`;
    });
    await locked.promise;
    const { outcome } = await jobs.submit(newJob(), MAX_PENDING);
    assert.equal(outcome, "accepted");
    woken.resolve();
    await assert.rejects(
      stalled,
      (error) => error instanceof AppError && error.code === "not_ready",
    );
    assert.equal((await jobs.countOpen()).pending, 1);
  },
);
