// What every database must do for housekeeping: batches that end, and never a running job.

import assert from "node:assert/strict";
import type { HousekeepingStore } from "../../src/jobs/housekeeping_store.ts";
import type { JobStore } from "../../src/jobs/job_store.ts";
import type { Database } from "../../src/storage/postgres/database.ts";
import type { Sql } from "../../src/storage/postgres/sql.ts";
import { createHousekeepingStore } from "../../src/storage/postgres/housekeeping_store.ts";
import { createJobStore } from "../../src/storage/postgres/job_store.ts";
import { createSongStore } from "../../src/storage/postgres/songs/song_store.ts";
import type { SongStore } from "../../src/songs/song_store.ts";
import { MAX_PENDING } from "./job_store_world.ts";
import type { Need } from "./needed_program.ts";
import { newFile, newJob } from "./new_job.ts";
import { newSong } from "./new_song.ts";

type Stores = {
  readonly house: HousekeepingStore;
  readonly jobs: JobStore;
  readonly songs: SongStore;
  readonly sql: Sql;
};

export function housekeepingStoreSuite(
  name: string,
  need: Need,
  open: () => Promise<Database>,
): void {
  const test = (behaviour: string, fn: (stores: Stores) => Promise<void>) =>
    Deno.test(`${name} ${behaviour}`, need, async () => {
      await using database = await open();
      await fn({
        house: createHousekeepingStore(database, { jobRetentionDays: 7 }),
        jobs: createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 }),
        songs: createSongStore(database),
        sql: database.sql,
      });
    });

  test("expires a file once its time is over, and only then", async ({ house, jobs, sql }) => {
    const { file } = await completedJob(jobs);
    assert.deepEqual(await house.expireFiles(10), []);
    await sql`update files set expires_at = now()`;
    assert.deepEqual(await house.expireFiles(10), [file.objectKey]);
    assert.deepEqual(await house.expireFiles(10), []);
    const gone = await jobs.findFile(file.fileId);
    assert.ok(gone!.expiresAt <= new Date());
  });

  test("calls an object live until its file has expired", async ({ house, jobs, sql }) => {
    const { file } = await completedJob(jobs);
    const keys = [file.objectKey, "files/nobody/knows.mid"];
    assert.deepEqual([...await house.liveObjectKeys(keys)], [file.objectKey]);
    await sql`update files set expires_at = now()`;
    await house.expireFiles(10);
    assert.deepEqual([...await house.liveObjectKeys(keys)], []);
  });

  test("calls the object of a song live while there is that song", async ({ house, songs }) => {
    const objectKey = `songs/${"0a".repeat(32)}.mid`;
    const [song, other] = [newSong("El Grillo", "Josquin", { objectKey }), newSong("Solace", "A")];
    await songs.add([song, other]);
    const keys = [objectKey, other.objectKey, `songs/${"0b".repeat(32)}.mid`, "songs/a.mid"];
    assert.deepEqual((await house.liveObjectKeys(keys)).size, 2);
    await songs.remove([other.songId]);
    assert.deepEqual([...await house.liveObjectKeys(keys)], [objectKey]);
  });

  test("lists live files in pages, each once", async ({ house, jobs, sql }) => {
    const files = [];
    for (let index = 0; index < 5; index++) files.push((await completedJob(jobs)).file);
    const [expired, ...live] = files.toSorted((a, b) => a.fileId < b.fileId ? -1 : 1);
    await sql`update files set deleted_at = now() where file_id = ${expired!.fileId}::uuid`;
    const first = await house.liveFiles(undefined, 3);
    const second = await house.liveFiles(first.at(-1)!.fileId, 3);
    const expected = live.map(({ fileId, objectKey }) => ({ fileId, objectKey }));
    assert.deepEqual([...first, ...second], expected);
    assert.equal(first.length, 3);
  });

  test("prunes a job by its end, with its frames and files", async ({ house, jobs, sql }) => {
    const { file, jobId } = await completedJob(jobs);
    assert.deepEqual(await house.pruneJobs(10), { jobs: 0, objectKeys: [] });
    await sql`update jobs set finished_at = now() - interval '8 days'`;
    assert.deepEqual(await house.pruneJobs(10), { jobs: 1, objectKeys: [file.objectKey] });
    assert.equal(await jobs.find(jobId), undefined);
    assert.equal(await jobs.findFile(file.fileId), undefined);
  });

  test("never prunes a pending or a running job, however old", async ({ house, jobs, sql }) => {
    await jobs.submit(newJob(), MAX_PENDING);
    await jobs.submit(newJob(), MAX_PENDING);
    await claim(jobs);
    await sql`update jobs set created_at = now() - interval '90 days',
      started_at = now() - interval '90 days', finished_at = now() - interval '90 days'`;
    assert.equal((await house.pruneJobs(10)).jobs, 0);
  });

  test("takes no more than a batch", async ({ house, jobs, sql }) => {
    for (let index = 0; index < 3; index++) await completedJob(jobs);
    await sql`update jobs set finished_at = now() - interval '8 days'`;
    assert.equal((await house.pruneJobs(2)).jobs, 2);
    assert.equal((await house.pruneJobs(2)).jobs, 1);
  });

  test("counts the day, also an empty one", async ({ house, jobs }) => {
    assert.deepEqual(await house.statistics(), {
      jobs: {},
      failures: {},
      runMs: null,
      files: { count: 0, sizeBytes: 0 },
    });
    await completedJob(jobs);
    const { jobs: counted, files, runMs } = await house.statistics();
    assert.deepEqual(counted, { completed: 1 });
    assert.deepEqual(files, { count: 1, sizeBytes: 3 });
    assert.ok(runMs!.p50 <= runMs!.p90);
  });

  test("can be asked to give room back", async ({ house }) => {
    await house.vacuum();
  });
}

async function claim(jobs: JobStore) {
  return (await jobs.claim({ workerId: "w", leaseSeconds: 45 }))!;
}

async function completedJob(jobs: JobStore) {
  await jobs.submit(newJob(), MAX_PENDING);
  const { fence } = await claim(jobs);
  const file = newFile("mp3");
  await jobs.settle(fence, {
    status: "completed",
    outputFileId: file.fileId,
    file,
    warnings: [],
    timings: {},
  });
  return { file, jobId: fence.jobId };
}
