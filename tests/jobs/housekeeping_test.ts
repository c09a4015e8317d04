import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { MAX_FAILED_DELETES } from "../../src/jobs/delete_objects.ts";
import { cleanFiles, cleanJobs } from "../../src/jobs/housekeeping.ts";
import { createHousekeepingStore } from "../../src/storage/postgres/housekeeping_store.ts";
import { createSongStore } from "../../src/storage/postgres/songs/song_store.ts";
import { isEnded, type JobHarness, jobWhere, openJobHarness } from "../support/job_harness.ts";
import { MemoryObjectStore } from "../support/memory_object_store.ts";
import { newSong } from "../support/new_song.ts";
import { ScriptedMl } from "../support/scripted_ml.ts";

const signal = new AbortController().signal;

function houseOf(harness: JobHarness) {
  const lines: unknown[] = [];
  const warnings: [string, Record<string, unknown>][] = [];
  return {
    lines,
    warnings,
    store: createHousekeepingStore(harness.database, { jobRetentionDays: 7 }),
    objects: harness.objects,
    log: {
      info: (message: string, fields: unknown) => lines.push([message, fields]),
      warn: (message: string, fields: Record<string, unknown>) => warnings.push([message, fields]),
    },
    now: () => new Date(),
  };
}

async function completed(harness: JobHarness): Promise<string> {
  const jobId = await harness.submit();
  await using _pool = harness.startPool();
  await jobWhere(harness.store, jobId, isEnded);
  return jobId;
}

function storedFiles(harness: JobHarness): string[] {
  return [...harness.objects.objects.keys()].filter((key) => key.startsWith("files/"));
}

/** From now on the store deletes only what `isAllowed` says; answers how often it was asked. */
function refuseDeletes(
  { objects }: JobHarness,
  isAllowed: (key: string) => boolean = () => false,
): { asked: number } {
  const remove = MemoryObjectStore.prototype.delete.bind(objects);
  const count = { asked: 0 };
  objects.delete = (key) => {
    count.asked++;
    return isAllowed(key)
      ? remove(key)
      : Promise.reject(new AppError("storage_unavailable", "The store is away"));
  };
  return count;
}

Deno.test("a file that can be downloaded is never cleaned", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await completed(harness);
  await cleanFiles(houseOf(harness), signal);
  assert.equal(storedFiles(harness).length, 2);
});

Deno.test("files past their time lose their objects", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await completed(harness);
  await harness.database.sql`update files set expires_at = now()`;
  await cleanFiles(houseOf(harness), signal);
  assert.deepEqual(storedFiles(harness), []);
});

Deno.test("an object that no row names is removed, and songs are left alone", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await harness.objects.put("files/crashed/1.mid", new Uint8Array(1));
  await harness.objects.put("songs/1.mid", new Uint8Array(1));
  await cleanFiles(houseOf(harness), signal);
  assert.deepEqual([...harness.objects.objects.keys()], ["songs/1.mid"]);
});

Deno.test("a young object may still be named and is left alone", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await harness.objects.put("files/running/1.mid", new Uint8Array(1));
  await cleanFiles({ ...houseOf(harness), now: () => new Date(3_600_000) }, signal);
  assert.equal(storedFiles(harness).length, 1);
});

Deno.test("jobs past their time go with their objects, after the day was counted", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await completed(harness);
  await harness.database.sql`update jobs set finished_at = now() - interval '8 days'`;
  const house = houseOf(harness);
  await cleanJobs(house, signal);
  assert.equal(await harness.store.find(jobId), undefined);
  assert.deepEqual(storedFiles(harness), []);
  const [counted] = house.lines as [string, { statistics: { jobs: unknown } }][];
  assert.deepEqual(counted?.[1].statistics.jobs, { completed: 1 });
});

Deno.test("an object that could not be deleted goes with the next cleaning", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await completed(harness);
  await harness.database.sql`update files set expires_at = now()`;
  const house = houseOf(harness);
  refuseDeletes(harness);
  await cleanFiles(house, signal);
  assert.equal(storedFiles(harness).length, 2);
  assert.equal(house.warnings[0]?.[0], "Cannot delete an object");
  const [file] = await harness.store.filesOf(jobId);
  assert.ok(file!.expiresAt <= new Date(), "its row has expired all the same");
  refuseDeletes(harness, () => true);
  await cleanFiles(house, signal);
  assert.deepEqual(storedFiles(harness), []);
});

Deno.test("objects of a process that died before it deleted them go with the next cleaning", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await completed(harness);
  await harness.database.sql`update files set expires_at = now()`;
  const house = houseOf(harness);
  assert.equal((await house.store.expireFiles(10)).length, 2);
  await cleanFiles(house, signal);
  assert.deepEqual(storedFiles(harness), []);
});

Deno.test("objects of a job that was pruned by a process that died then go as well", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  await completed(harness);
  await harness.database.sql`update jobs set finished_at = now() - interval '8 days'`;
  const house = houseOf(harness);
  assert.equal((await house.store.pruneJobs(10)).jobs, 1);
  await cleanFiles(house, signal);
  assert.deepEqual(storedFiles(harness), []);
});

Deno.test("one object that cannot be deleted does not keep the others", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  for (let n = 0; n < 9; n++) await harness.objects.put(`files/crashed/${n}`, new Uint8Array(1));
  refuseDeletes(harness, (key) => key !== "files/crashed/3");
  await cleanFiles(houseOf(harness), signal);
  assert.deepEqual(storedFiles(harness), ["files/crashed/3"]);
});

Deno.test("a store that is away is left alone until the next cleaning", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  for (let n = 0; n < 9; n++) await harness.objects.put(`files/crashed/${n}`, new Uint8Array(1));
  const count = refuseDeletes(harness);
  await assert.rejects(cleanFiles(houseOf(harness), signal), { code: "storage_unavailable" });
  assert.equal(count.asked, MAX_FAILED_DELETES);
});

Deno.test("a song's object goes when no song has its id, and nothing else does", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const song = newSong("El Grillo", "Josquin");
  await createSongStore(harness.database).add([song]);
  const kept = [`songs/${song.songId}.mid`, "songs/of-somebody-else.mid", "others/1.mid"];
  const gone = [`songs/${crypto.randomUUID()}.mid`, `probes/${crypto.randomUUID()}`];
  for (const key of [...kept, ...gone]) await harness.objects.put(key, new Uint8Array(1));
  await cleanFiles(houseOf(harness), signal);
  assert.deepEqual([...harness.objects.objects.keys()], kept);
});

Deno.test("a file whose object is gone is told of, and its row stays", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobId = await completed(harness);
  const house = houseOf(harness);
  await cleanFiles(house, signal);
  assert.deepEqual(house.warnings, []);
  const [lost, kept] = await harness.store.filesOf(jobId);
  await harness.objects.delete(lost!.objectKey);
  await cleanFiles(house, signal);
  const fields = { count: 1, fileIds: [lost!.fileId] };
  assert.deepEqual(house.warnings, [["The objects of files are gone", fields]]);
  assert.deepEqual(await harness.store.filesOf(jobId), [lost, kept]);
});

Deno.test("of many files whose objects are gone only some are named", async () => {
  await using harness = await openJobHarness(new ScriptedMl());
  const jobIds = await Promise.all(Array.from({ length: 11 }, () => harness.submit()));
  {
    await using _pool = harness.startPool();
    for (const jobId of jobIds) await jobWhere(harness.store, jobId, isEnded);
  }
  harness.objects.objects.clear();
  const house = houseOf(harness);
  await cleanFiles(house, signal);
  const [[, fields]] = house.warnings as [[string, { count: number; fileIds: string[] }]];
  assert.equal(fields.count, 22);
  assert.equal(fields.fileIds.length, 20);
});
