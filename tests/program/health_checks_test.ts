import assert from "node:assert/strict";
import type { MlClient } from "../../src/ml/ml_client.ts";
import { createHealthChecks } from "../../src/program/health_checks.ts";
import type { Storage } from "../../src/program/storage.ts";

const { signal } = new AbortController();

type Given = {
  readonly redis?: () => Promise<void>;
  readonly ml?: { readonly health?: () => Promise<void>; readonly isBreakerOpen?: boolean };
  readonly pending?: number;
};

function checksOf({ redis, ml = {}, pending = 0 }: Given) {
  const storage = {
    checkRedis: redis,
    jobs: { countOpen: () => Promise.resolve({ pending, running: 0 }) },
  } as unknown as Storage;
  const client = { health: () => Promise.resolve(), isBreakerOpen: false, ...ml };
  return createHealthChecks(storage, {
    ml: client as unknown as MlClient,
    pool: { running: 1, workers: 2 },
    maxPendingJobs: 10,
  });
}

const fail = () => Promise.reject(new Error("down"));

Deno.test("a Redis that is away is a warning, and none at all is fine", async () => {
  assert.equal(await checksOf({}).redis(signal), "pass");
  assert.equal(await checksOf({ redis: () => Promise.resolve() }).redis(signal), "pass");
  assert.equal(await checksOf({ redis: fail }).redis(signal), "warn");
});

Deno.test("an ML service that is away, or left alone for a while, is a warning", async () => {
  assert.equal(await checksOf({}).mlModel(signal), "pass");
  assert.equal(await checksOf({ ml: { health: fail } }).mlModel(signal), "warn");
  assert.equal(await checksOf({ ml: { isBreakerOpen: true } }).mlModel(signal), "warn");
});

Deno.test("a queue warns from four fifths of what it holds", async () => {
  assert.deepEqual(await checksOf({ pending: 7 }).queue(signal), { status: "pass", pending: 7 });
  assert.deepEqual(await checksOf({ pending: 8 }).queue(signal), { status: "warn", pending: 8 });
});

Deno.test("workers are counted", async () => {
  assert.deepEqual(await checksOf({}).workers(signal), { status: "pass", running: 1, workers: 2 });
});
