import assert from "node:assert/strict";
import { createJobStore } from "../../src/storage/postgres/job_store.ts";
import { openPostgresTestDatabase } from "../support/database.ts";
import { claimed, submitted } from "../support/job_store_world.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

const ROUNDS = 15;
const JOBS = 40;
const COMPLETED = { status: "completed", outputFileId: "", warnings: [], timings: {} } as const;

Deno.test(
  "heartbeats and completions of the same jobs never wait for each other",
  NEEDS_POSTGRES,
  async () => {
    await using database = await openPostgresTestDatabase();
    const jobs = createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 });
    for (let round = 0; round < ROUNDS; round++) {
      const fences = [];
      for (let count = 0; count < JOBS; count++) {
        await submitted(jobs);
        fences.push((await claimed(jobs)).fence);
      }
      const { workerId } = fences[0]!;
      const work = fences.toReversed().map((fence) => jobs.settle(fence, COMPLETED));
      for (let beats = 0; beats < 10; beats++) {
        await jobs.heartbeat(workerId, fences, 45);
      }
      const ends = await Promise.all(work);
      assert.ok(ends.every((envelopes) => envelopes?.length === 1));
    }
  },
);
