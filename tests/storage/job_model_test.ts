// Whatever happens to jobs in whatever order: the store answers and holds what the model says.
// A failure prints the operations and the seed: MODEL_SEED=<seed> does the same ones again.

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Database } from "../../src/storage/postgres/database.ts";
import { openEmbeddedTestDatabase, openPostgresTestDatabase } from "../support/database.ts";
import { compareWithModel, openJobModelWorld } from "../support/job_model_world.ts";
import { operations } from "../support/job_operations.ts";
import { modelSeed } from "../support/model_seed.ts";
import { perform } from "../support/perform_operation.ts";
import { NEEDS_POSTGRES } from "../support/postgres_server.ts";

const RUNS = 25;
const MIN_STEPS = 1_200;
/** Looking for the shortest way to a failure ends then. */
const MAX_MS = 180_000;

/** Without these a run has not looked at what matters. */
const MUST_HAPPEN = [
  "submit: queue_full",
  "submit: too_many_jobs",
  "held",
  "refused",
  "given back: interrupted",
  "given back: failed",
  "given back: cancelled",
  "cancel of a pending job",
  "cancel of a running job",
  "cancel of a completed job",
  "retry of a cancelled job",
  "retry of a completed job",
];

async function followsModel(open: () => Promise<Database>): Promise<void> {
  await using database = await open();
  const seen = new Map<string, number>();
  const tally = (what: string) => void seen.set(what, (seen.get(what) ?? 0) + 1);
  const property = fc.asyncProperty(operations, async (operations) => {
    const world = await openJobModelWorld(database, tally);
    for (const operation of operations) {
      tally("step");
      await perform(world, operation);
      await compareWithModel(world);
    }
  });
  await fc.assert(property, {
    numRuns: RUNS,
    seed: modelSeed(),
    interruptAfterTimeLimit: MAX_MS,
  });
  assert.ok(seen.get("step")! >= MIN_STEPS, `${seen.get("step")} steps`);
  assert.deepEqual(MUST_HAPPEN.filter((what) => !seen.has(what)), []);
}

Deno.test("the embedded job store follows the model", () => followsModel(openEmbeddedTestDatabase));

Deno.test(
  "a server's job store follows the model",
  NEEDS_POSTGRES,
  () => followsModel(openPostgresTestDatabase),
);
