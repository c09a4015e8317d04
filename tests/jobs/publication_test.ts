// A result is named by a row or removed: nothing half-done stays in the store.

import assert from "node:assert/strict";
import type { ObjectStore } from "../../src/jobs/object_store.ts";
import { AppError } from "../../src/errors.ts";
import { eventually } from "../support/eventually.ts";
import { isEnded, type JobHarness, jobWhere, openJobHarness } from "../support/job_harness.ts";
import { ScriptedMl } from "../support/scripted_ml.ts";

type Put = ObjectStore["put"];

/** The harness's objects, with something happening when a result of this kind is put. */
function objectsWhere(
  { objects }: JobHarness,
  extension: "mid" | "mp3",
  put: (...call: Parameters<Put>) => ReturnType<Put>,
): ObjectStore {
  return {
    put: (key, bytes, options) =>
      key.startsWith("files/") && key.endsWith(extension)
        ? put(key, bytes, options)
        : objects.put(key, bytes),
    get: (key, options) => objects.get(key, options),
    delete: (key) => objects.delete(key),
    list: (prefix) => objects.list(prefix),
    clearUnfinished: () => objects.clearUnfinished(),
    check: () => objects.check(),
  };
}

function storedFiles({ objects }: JobHarness): string[] {
  return [...objects.objects.keys()].filter((key) => key.startsWith("files/"));
}

async function untilIdle(pool: { readonly running: number }): Promise<void> {
  while (pool.running > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

Deno.test("a worker whose job was taken while it stored the MIDI removes it again", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await harness.submit();
  const objects = objectsWhere(harness, "mid", async (key, bytes) => {
    await harness.objects.put(key, bytes);
    pool.stopClaiming();
    await harness.store.reap({ everyRunning: true });
  });
  await using pool = harness.startPool({}, { objects });
  await jobWhere(
    harness.store,
    jobId,
    ({ attempt, status }) => attempt === 1 && status !== "running",
  );
  await untilIdle(pool);
  assert.deepEqual(storedFiles(harness), []);
  assert.deepEqual(await harness.store.filesOf(jobId), []);
});

Deno.test("a worker whose job was taken while it stored the MP3 removes that alone", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await harness.submit();
  const objects = objectsWhere(harness, "mp3", async (key, bytes) => {
    await harness.objects.put(key, bytes);
    pool.stopClaiming();
    await harness.store.reap({ everyRunning: true });
  });
  await using pool = harness.startPool({}, { objects });
  await jobWhere(
    harness.store,
    jobId,
    ({ attempt, status }) => attempt === 1 && status !== "running",
  );
  await untilIdle(pool);
  const [midi, ...others] = await harness.store.filesOf(jobId);
  assert.deepEqual(others, []);
  assert.deepEqual(storedFiles(harness), [midi!.objectKey]);
});

Deno.test("a cancel while a result is stored leaves no object, though the store goes on", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await harness.submit();
  const objects = objectsWhere(harness, "mid", async (key, bytes, { signal }) => {
    await harness.store.requestCancel(jobId);
    pool.cancel(jobId);
    await eventually(() => assert.ok(signal!.aborted));
    await harness.objects.put(key, bytes);
    signal!.throwIfAborted();
  });
  await using pool = harness.startPool({}, { objects });
  const job = await jobWhere(harness.store, jobId, isEnded);
  assert.equal(job.status, "cancelled");
  assert.deepEqual(storedFiles(harness), []);
});

Deno.test("a result stays when nobody knows whether a row names it", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await harness.submit();
  const store = {
    ...harness.store,
    publishOutput: async (...call: Parameters<typeof harness.store.publishOutput>) => {
      await harness.store.publishOutput(...call);
      throw new AppError("not_ready", "The answer to the commit was lost");
    },
  };
  await using pool = harness.startPool({}, { store });
  await jobWhere(
    harness.store,
    jobId,
    ({ attempt, status }) => attempt === 1 && status === "pending",
  );
  pool.stopClaiming();
  await untilIdle(pool);
  const [midi] = await harness.store.filesOf(jobId);
  assert.deepEqual(storedFiles(harness), [midi!.objectKey]);
});
