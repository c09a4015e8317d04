// The caps of the ordinary suite on a long run, where a race has many chances.

import assert from "node:assert/strict";
import { createJobStore } from "../../src/storage/postgres/job_store.ts";
import { openPostgresTestDatabase } from "../support/database.ts";
import { addPending, runAll } from "../support/job_caps_suite.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

const RETENTION = { jobRetentionDays: 7, fileRetentionHours: 24 };
const CLAIM = { workerId: "set by each claimer", leaseSeconds: 600 };

Deno.test(
  "8 claimers with a cap of 3 run 10,000 jobs and never 4 at once",
  NEEDS_POSTGRES,
  async () => {
    await using database = await openPostgresTestDatabase();
    await addPending(database.sql, { jobs: 10_000, clients: 100 });
    const jobs = createJobStore(database, RETENTION);
    const { done, mostRunning } = await runAll({ jobs, sql: database.sql }, {
      ...CLAIM,
      maxRunning: 3,
    });
    assert.equal(done, 10_000);
    assert.equal(mostRunning.ofAll, 3);
  },
);

Deno.test(
  "8 claimers with a cap of 1 a client run 2,000 jobs of 4 clients one by one",
  NEEDS_POSTGRES,
  async () => {
    await using database = await openPostgresTestDatabase();
    await addPending(database.sql, { jobs: 2_000, clients: 4 });
    const jobs = createJobStore(database, RETENTION);
    const { done, mostRunning } = await runAll({ jobs, sql: database.sql }, {
      ...CLAIM,
      maxRunningPerClient: 1,
    });
    assert.equal(done, 2_000);
    assert.equal(mostRunning.ofClient, 1);
    assert.ok(mostRunning.ofAll > 1 && mostRunning.ofAll <= 4, String(mostRunning.ofAll));
  },
);
