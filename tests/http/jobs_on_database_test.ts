import assert from "node:assert/strict";
import { createJobs } from "../../src/jobs/create_jobs.ts";
import { createEtaEstimator } from "../../src/jobs/eta.ts";
import { NO_HINTS } from "../../src/jobs/hints.ts";
import { createLocalFanout } from "../../src/jobs/fanout.ts";
import { type Job, jobSchema } from "../../src/jobs/job.ts";
import type { Problem } from "../../src/errors.ts";
import { requireSongs } from "../../src/songs/search/require_songs.ts";
import type { SongSummary } from "../../src/songs/song.ts";
import { createJobStore } from "../../src/storage/postgres/job_store.ts";
import { createCachedSearch } from "../../src/songs/search/cached_search.ts";
import { createMemoryPageCache } from "../../src/storage/caches/memory_page_cache.ts";
import { createSongStore } from "../../src/storage/postgres/songs/song_store.ts";
import { openEmbeddedTestDatabase } from "../support/database.ts";
import { API_KEY, cookieOf, createHttpWorld, problemIn } from "../support/http_world.ts";
import { MemoryLimiter } from "../support/memory_limiter.ts";
import { newFile } from "../support/new_job.ts";
import { newSong } from "../support/new_song.ts";

const SONGS = ["El Grillo", "Come Again", "An Sylvia"];
const BODY = { songs: SONGS };
const CLAIM = { workerId: "w1", leaseSeconds: 45 };

/** The edge on real jobs, with a catalogue of four songs on an embedded database. */
async function openWorld({ maxPending = 100, maxPendingPerClient = 100 } = {}) {
  const database = await openEmbeddedTestDatabase();
  const store = createJobStore(database, { jobRetentionDays: 7, fileRetentionHours: 24 });
  const songs = createSongStore(database);
  for (const title of SONGS) await songs.add([newSong(title, "Somebody")]);
  await songs.add([newSong("Come Away", "Somebody Else")]);
  const jobs = createJobs({
    store,
    limiter: new MemoryLimiter(3),
    eta: createEtaEstimator(store, { workers: 1, now: () => performance.now() }),
    fanout: createLocalFanout(),
    pool: { offer: () => {}, cancel: () => {} },
    hints: NO_HINTS,
    requireSongs: (requests, signal) => requireSongs(songs, requests, signal),
    newId: () => crypto.randomUUID(),
    newSeed: () => 42,
    pendingLimits: { maxPending, maxPendingPerClient },
    isPrepared: () => true,
    isDraining: () => false,
  });
  const cache = createMemoryPageCache();
  const search = createCachedSearch({ store: songs, cache });
  const world = createHttpWorld({ jobs, songs, searchSongs: search });
  return {
    ...world,
    store,
    async submit(headers: Record<string, string> = {}) {
      const response = await world.postJson("/api/generate", BODY, headers);
      const job = await response.json() as Job;
      return { response, job, cookie: cookieOf(response) };
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

function errorsWithSuggestions({ errors = [] }: Problem) {
  return errors.map(({ path, suggestions = [] }) => ({
    path,
    titles: (suggestions as readonly SongSummary[]).map(({ title }) => title),
  }));
}

Deno.test("a submitted job is found, listed and cancelled by its owner", async () => {
  await using world = await openWorld();
  const { job, cookie, response } = await world.submit();
  assert.equal(response.status, 202);
  assert.equal(jobSchema.parse(job).options.seed, 42);
  assert.equal(job.queuePosition, 1);
  const found = await world.get(`/api/status/${job.jobId}`);
  assert.deepEqual(await found.json(), job);
  const list = await world.get("/api/jobs", { Cookie: cookie });
  assert.deepEqual(await list.json(), { jobs: [job], nextCursor: null });
  const cancelled = await world.post(`/api/jobs/${job.jobId}/cancel`, { Cookie: cookie });
  assert.equal(cancelled.status, 200);
  assert.equal((await cancelled.json() as Job).status, "cancelled");
});

Deno.test("a replayed submit makes one job and costs one", async () => {
  await using world = await openWorld();
  const headers = { Authorization: `Bearer ${API_KEY}`, "Idempotency-Key": "once" };
  const first = await world.submit(headers);
  const second = await world.submit(headers);
  assert.equal(second.response.status, 200);
  assert.equal(second.response.headers.get("Idempotency-Replayed"), "true");
  assert.equal(second.job.jobId, first.job.jobId);
  assert.match(second.response.headers.get("RateLimit") ?? "", /r=2;/);
  const other = await world.postJson("/api/generate", { ...BODY, options: { seed: 1 } }, headers);
  await problemIn(other, 422, "idempotency_mismatch");
});

Deno.test("a name that fits no song gets suggestions and costs nothing", async () => {
  await using world = await openWorld();
  const songs = ["El Grillo", "Come A", "zzzz"];
  const response = await world.postJson("/api/generate", { songs });
  assert.match(response.headers.get("RateLimit") ?? "", /r=3;/);
  const text = await response.text();
  assert.equal(response.status, 422, text);
  const [second, third] = errorsWithSuggestions(JSON.parse(text));
  assert.equal(second?.path, "songs.1");
  assert.deepEqual(second?.titles.toSorted(), ["Come Again", "Come Away"]);
  assert.deepEqual(third, { path: "songs.2", titles: [] });
});

Deno.test("two names of one song are a duplicate", async () => {
  await using world = await openWorld();
  const songs = ["El Grillo", "An Sylvia", "el grillo - somebody"];
  const response = await world.postJson("/api/generate", { songs });
  const problem = await problemIn(response, 422, "duplicate_song");
  assert.deepEqual(problem.errors?.map(({ path }) => path), ["songs.2"]);
});

Deno.test("a submit over the full queue is refused and costs nothing", async () => {
  await using world = await openWorld({ maxPending: 2 });
  await world.submit();
  await world.submit();
  const full = await world.postJson("/api/generate", BODY);
  await problemIn(full, 503, "queue_full");
  assert.match(full.headers.get("RateLimit") ?? "", /r=1;/);
});

Deno.test("a client with too many waiting jobs is told when to come back, at no cost", async () => {
  await using world = await openWorld({ maxPendingPerClient: 1 });
  await world.submit();
  const refused = await world.postJson("/api/generate", BODY);
  assert.equal(refused.headers.get("Retry-After"), "30");
  assert.match(refused.headers.get("RateLimit") ?? "", /r=2;/);
  await problemIn(refused, 429, "too_many_jobs");
  const other = await world.submit({ Authorization: `Bearer ${API_KEY}` });
  assert.equal(other.response.status, 202);
});

Deno.test("a cancelled job is retried by its owner and nobody else", async () => {
  await using world = await openWorld();
  const { job, cookie } = await world.submit();
  const path = `/api/jobs/${job.jobId}`;
  await problemIn(await world.post(`${path}/retry`, { Cookie: cookie }), 409, "not_retryable");
  await (await world.post(`${path}/cancel`, { Cookie: cookie })).body?.cancel();
  await problemIn(await world.post(`${path}/retry`), 404, "not_found");
  const retried = await world.post(`${path}/retry`, { Cookie: cookie });
  assert.equal(retried.status, 202);
  assert.equal((await retried.json() as Job).status, "pending");
});

Deno.test("a running job is cancelled with 202", async () => {
  await using world = await openWorld();
  const { job, cookie } = await world.submit();
  await world.store.claim(CLAIM);
  const response = await world.post(`/api/jobs/${job.jobId}/cancel`, { Cookie: cookie });
  assert.equal(response.status, 202);
  assert.equal((await response.json() as Job).cancelRequested, true);
});

Deno.test("pages of a list follow each other by the cursor of the database", async () => {
  await using world = await openWorld();
  const headers = { Authorization: `Bearer ${API_KEY}` };
  const submitted: string[] = [];
  for (let count = 0; count < 3; count++) submitted.push((await world.submit(headers)).job.jobId);
  const first = await (await world.get("/api/jobs?limit=2", headers)).json();
  const second = await (await world.get(`/api/jobs?cursor=${first.nextCursor}`, headers)).json();
  const ids = [...first.jobs, ...second.jobs].map(({ jobId }: Job) => jobId);
  assert.deepEqual(ids, submitted.toReversed());
  assert.equal(second.nextCursor, null);
});

Deno.test("a published file is downloaded under its name", async () => {
  await using world = await openWorld();
  await world.submit();
  const claimed = await world.store.claim(CLAIM);
  const file = newFile("midi");
  await world.objectStore.put(file.objectKey, new Uint8Array([1, 2, 3]));
  await world.store.publishOutput(claimed!.fence, { file });
  const response = await world.get(`/api/download/${file.fileId}`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("ETag"), `"${file.sha256}"`);
  assert.match(response.headers.get("Content-Disposition") ?? "", /filename="A \+ B \+ C\.mid"/);
  assert.deepEqual(await response.bytes(), new Uint8Array([1, 2, 3]));
});

Deno.test("songs are searched and shown from the database", async () => {
  await using world = await openWorld();
  const { songs } = await (await world.get("/api/songs?q=come&limit=1")).json();
  assert.equal(songs.length, 1);
  const song = await world.get(`/api/songs/${songs[0].songId}`);
  assert.equal((await song.json()).title, songs[0].title);
  await problemIn(await world.get(`/api/songs/${crypto.randomUUID()}`), 404, "not_found");
});
