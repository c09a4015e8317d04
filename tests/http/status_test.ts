import assert from "node:assert/strict";
import type { Job } from "../../src/jobs/job.ts";
import { createHttpWorld, type HttpWorld, problemIn } from "../support/http_world.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

const PATH = `/api/status/${SAMPLE_JOB_ID}`;

function worldWithJob() {
  const world = createHttpWorld();
  for (let seq = 1; seq <= 3; seq++) world.hubWorld.frames.append("stage", { stage: "queued" });
  world.jobs.add(sampleJob({ seq: 3 }), "anonymous:one");
  return world;
}

/** The job moves on, and a frame tells of it. */
function move({ hubWorld, jobs }: HttpWorld, changes: Partial<Job>): void {
  const envelope = hubWorld.frames.append("stage", { stage: "generating" });
  jobs.change(SAMPLE_JOB_ID, changes);
  hubWorld.publish(envelope);
}

Deno.test("a status is the job with the tag of what it shows", async () => {
  const { get, jobs } = worldWithJob();
  const response = await get(PATH);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("Content-Type"), "application/json");
  assert.equal(response.headers.get("Cache-Control"), "private, no-store");
  const tag = response.headers.get("ETag");
  assert.match(tag ?? "", /^"[\w-]+"$/);
  assert.deepEqual(await response.json(), sampleJob({ seq: 3 }));
  assert.equal((await get(PATH)).headers.get("ETag"), tag);
  jobs.change(SAMPLE_JOB_ID, { progress: 1 });
  assert.notEqual((await get(PATH)).headers.get("ETag"), tag);
});

Deno.test("whoever has the id may watch, without cookie or key", async () => {
  const { get } = worldWithJob();
  const response = await get(PATH, { Authorization: "Bearer wrong-key" });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("Set-Cookie"), null);
});

Deno.test("an id in capitals is the same id", async () => {
  const { get } = worldWithJob();
  assert.equal((await get(`/api/status/${SAMPLE_JOB_ID.toUpperCase()}`)).status, 200);
});

Deno.test("a client that has the job as it is gets 304 without a body", async () => {
  const { get } = worldWithJob();
  const tag = (await get(PATH)).headers.get("ETag") ?? "";
  const known = async (header: string) => (await get(PATH, { "If-None-Match": header })).status;
  const response = await get(PATH, { "If-None-Match": tag });
  assert.equal(response.status, 304);
  assert.equal(response.body, null);
  assert.equal(response.headers.get("ETag"), tag);
  assert.equal(await known(`W/${tag}`), 304);
  assert.equal(await known(`"other", ${tag}`), 304);
  assert.equal(await known("*"), 304);
  assert.equal(await known('"other"'), 200);
  assert.equal(await known(tag.slice(1)), 200);
});

Deno.test("a long poll answers at once when the job is not what the client has", async () => {
  const { get } = worldWithJob();
  assert.equal((await get(`${PATH}?wait=30`)).status, 200);
  assert.equal((await get(`${PATH}?wait=30`, { "If-None-Match": '"old"' })).status, 200);
  assert.equal((await get(`${PATH}?wait=30&after=2`)).status, 200);
});

Deno.test("a long poll waits until the job differs", async () => {
  const world = worldWithJob();
  const tag = (await world.get(PATH)).headers.get("ETag") ?? "";
  const answer = world.get(`${PATH}?wait=30`, { "If-None-Match": tag });
  await world.untilWaiting();
  move(world, { progress: 50 });
  const response = await answer;
  assert.equal(response.status, 200);
  assert.equal((await response.json()).progress, 50);
});

Deno.test("a long poll with after ignores what has no later seq", async () => {
  const world = worldWithJob();
  const answer = world.get(`${PATH}?wait=30&after=3`);
  await world.untilWaiting();
  world.jobs.change(SAMPLE_JOB_ID, { progress: 50 });
  await world.hubWorld.pass(3000);
  move(world, { progress: 60, seq: 4 });
  await world.hubWorld.pass(3000);
  const { seq, progress } = await (await answer).json();
  assert.deepEqual({ seq, progress }, { seq: 4, progress: 60 });
});

Deno.test("a long poll for a seq that is far from here waits, and tells the job in the end", async () => {
  const world = worldWithJob();
  const answer = world.get(`${PATH}?wait=30&after=${Number.MAX_SAFE_INTEGER}`);
  await world.untilWaiting();
  move(world, { status: "completed", seq: 4 });
  await world.hubWorld.pass(33_000);
  const { seq, status } = await (await answer).json();
  assert.deepEqual({ seq, status }, { seq: 4, status: "completed" });
});

Deno.test("a long poll for a job that is deleted meanwhile is 404", async () => {
  const world = worldWithJob();
  const answer = world.get(`${PATH}?wait=30&after=3`);
  await world.untilWaiting();
  world.jobs.remove(SAMPLE_JOB_ID);
  await world.hubWorld.pass(3_000);
  await problemIn(await answer, 404, "not_found");
});

Deno.test("when the time is up a long poll answers 304 to a client that has the job", async () => {
  const world = worldWithJob();
  const tag = (await world.get(PATH)).headers.get("ETag") ?? "";
  const answer = world.get(`${PATH}?wait=30`, { "If-None-Match": tag });
  await world.untilWaiting();
  await world.hubWorld.pass(30_000);
  assert.equal((await answer).status, 304);
});

Deno.test("when the time is up a long poll answers 200 without If-None-Match", async () => {
  const world = worldWithJob();
  const answer = world.get(`${PATH}?wait=1&after=3`);
  await world.untilWaiting();
  await world.hubWorld.pass(1000);
  const response = await answer;
  assert.equal(response.status, 200);
  assert.equal((await response.json()).seq, 3);
});

Deno.test("wait=0 and HEAD do not wait", async () => {
  const { get, send } = worldWithJob();
  const tag = (await get(PATH)).headers.get("ETag") ?? "";
  assert.equal((await get(`${PATH}?wait=0`, { "If-None-Match": tag })).status, 304);
  const head = await send("HEAD", `${PATH}?wait=30&after=3`);
  assert.equal(head.status, 200);
  assert.equal(head.headers.get("ETag"), tag);
  assert.equal(head.body, null);
});

Deno.test("a client that goes away ends its long poll", async () => {
  const world = worldWithJob();
  const gone = new AbortController();
  const answer = world.send("GET", `${PATH}?wait=30&after=3`, { signal: gone.signal });
  await world.untilWaiting();
  gone.abort();
  await answer;
  assert.deepEqual(world.lines.map(({ level, status }) => [level, status]), [["info", 499]]);
});

Deno.test("wait is 0 to 30 whole seconds", async () => {
  const { get } = worldWithJob();
  const send = (query: string) => get(`${PATH}?${query}`);
  assert.equal((await send("wait=30")).status, 200);
  await problemIn(await send("wait=31"), 422, "invalid_request");
  await problemIn(await send("wait=-1"), 422, "invalid_request");
  await problemIn(await send("wait=1.5"), 422, "invalid_request");
  await problemIn(await send("wait=soon"), 422, "invalid_request");
  await problemIn(await send("after=-1"), 422, "invalid_request");
  await problemIn(await send("after=99999999999999999999"), 422, "invalid_request");
});

Deno.test("waiting for an unknown job is 404 at once", async () => {
  const { get } = createHttpWorld();
  await problemIn(await get(`${PATH}?wait=30`), 404, "not_found");
  await problemIn(await get("/api/status/nonsense?wait=30"), 404, "not_found");
});
