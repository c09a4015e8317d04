import assert from "node:assert/strict";
import type { Job } from "../../src/jobs/job.ts";
import {
  ADMIN_TOKEN,
  API_KEY,
  cookieOf,
  createHttpWorld,
  type HttpWorld,
  problemIn,
  THREE_SONGS,
} from "../support/http_world.ts";
import { sampleJob } from "../support/sample_job.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

async function submit(world: HttpWorld, headers: Record<string, string> = {}) {
  const response = await world.postJson("/api/generate", { songs: THREE_SONGS }, headers);
  const job = await response.json() as Job;
  return { jobId: job.jobId, cookie: cookieOf(response) };
}

Deno.test("a client without a cookie has no jobs and is given no cookie", async () => {
  const response = await createHttpWorld().get("/api/jobs");
  assert.equal(response.headers.get("Set-Cookie"), null);
  assert.equal(response.headers.get("RateLimit-Policy"), null);
  assert.deepEqual(await response.json(), { jobs: [], nextCursor: null });
});

Deno.test("only a client's first submit sets its cookie", async () => {
  const world = createHttpWorld();
  const { cookie } = await submit(world);
  assert.match(cookie, /^orpheus_client=/);
  assert.equal((await submit(world, { Cookie: cookie })).cookie, "");
  assert.equal((await submit(world, { Authorization: `Bearer ${API_KEY}` })).cookie, "");
});

Deno.test("a refused submit sets no cookie", async () => {
  const refused = await createHttpWorld().postJson("/api/generate", { songs: [] });
  assert.equal(refused.headers.get("Set-Cookie"), null);
  await refused.body?.cancel();
});

Deno.test("a list holds the caller's own jobs, newest first", async () => {
  const world = createHttpWorld();
  const { jobId: first, cookie } = await submit(world);
  const { jobId: second } = await submit(world, { Cookie: cookie });
  await submit(world);
  const { jobs } = await (await world.get("/api/jobs", { Cookie: cookie })).json();
  assert.deepEqual(jobs.map(({ jobId }: Job) => jobId), [second, first]);
});

Deno.test("the admin lists everyone's jobs", async () => {
  const world = createHttpWorld();
  await submit(world);
  await submit(world, { Authorization: `Bearer ${API_KEY}` });
  const response = await world.get("/api/jobs", { Authorization: `Bearer ${ADMIN_TOKEN}` });
  assert.equal((await response.json()).jobs.length, 2);
});

Deno.test("pages follow each other by their cursor without gap", async () => {
  const world = createHttpWorld();
  const { cookie } = await submit(world);
  for (let count = 1; count < 5; count++) await submit(world, { Cookie: cookie });
  const page = async (query: string) =>
    await (await world.get(`/api/jobs?limit=2${query}`, { Cookie: cookie })).json();
  const first = await page("");
  const second = await page(`&cursor=${first.nextCursor}`);
  const third = await page(`&cursor=${second.nextCursor}`);
  const ids = [first, second, third].flatMap(({ jobs }) => jobs.map(({ jobId }: Job) => jobId));
  assert.equal(new Set(ids).size, 5);
  assert.deepEqual([first.jobs.length, second.jobs.length, third.jobs.length], [2, 2, 1]);
  assert.equal(third.nextCursor, null);
});

Deno.test("a list can be narrowed to a status", async () => {
  const world = createHttpWorld();
  const { jobId, cookie } = await submit(world);
  await submit(world, { Cookie: cookie });
  world.jobs.change(jobId, { status: "failed" });
  const { jobs } = await (await world.get("/api/jobs?status=failed", { Cookie: cookie })).json();
  assert.deepEqual(jobs.map((job: Job) => job.jobId), [jobId]);
});

Deno.test("a query that does not fit is 422 and names the parameter", async () => {
  const { get } = createHttpWorld();
  const pathOf = async (query: string) => {
    const problem = await problemIn(await get(`/api/jobs?${query}`), 422, "invalid_request");
    return problem.errors?.map(({ path }) => path).join();
  };
  assert.equal(await pathOf("limit=0"), "limit");
  assert.equal(await pathOf("limit=101"), "limit");
  assert.equal(await pathOf("limit=1.5"), "limit");
  assert.equal(await pathOf("limit=-1"), "limit");
  assert.equal(await pathOf("limit=1e2"), "limit");
  assert.equal(await pathOf("limit="), "limit");
  assert.equal(await pathOf("limit=1&limit=2"), "limit");
  assert.equal(await pathOf("status=done"), "status");
  assert.equal(await pathOf("status="), "status");
  assert.equal(await pathOf("cursor=MTIz"), "cursor");
  assert.equal(await pathOf("cursor=%00"), "cursor");
  assert.equal(await pathOf(`cursor=${"A".repeat(260)}`), "cursor");
});

Deno.test("the edges of limit and unknown parameters are taken", async () => {
  const { get } = createHttpWorld();
  const statusOf = async (query: string) => {
    const response = await get(`/api/jobs?${query}`);
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await statusOf("limit=1"), 200);
  assert.equal(await statusOf("limit=100"), 200);
  assert.equal(await statusOf("__proto__=1&constructor=2&utm_source=x"), 200);
});

Deno.test("a pending job is cancelled at once, for good", async () => {
  const world = createHttpWorld();
  const { jobId, cookie } = await submit(world);
  const cancel = () => world.post(`/api/jobs/${jobId}/cancel`, { Cookie: cookie });
  const first = await cancel();
  assert.equal(first.status, 200);
  const job = await first.json();
  assert.equal(job.status, "cancelled");
  const second = await cancel();
  assert.equal(second.status, 200);
  assert.deepEqual(await second.json(), job);
});

Deno.test("cancelling a running job is 202 while it is stopping", async () => {
  const world = createHttpWorld();
  const { jobId, cookie } = await submit(world);
  world.jobs.change(jobId, { status: "running" });
  const response = await world.post(`/api/jobs/${jobId}/cancel`, { Cookie: cookie });
  assert.equal(response.status, 202);
  assert.equal((await response.json()).cancelRequested, true);
});

Deno.test("a finished job comes back from a cancel unchanged", async () => {
  const world = createHttpWorld();
  const { jobId, cookie } = await submit(world);
  const finished = world.jobs.change(jobId, { status: "completed", progress: 100 });
  const response = await world.post(`/api/jobs/${jobId}/cancel`, { Cookie: cookie });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), finished);
});

Deno.test("an API key may cancel what it submitted", async () => {
  const world = createHttpWorld();
  const headers = { Authorization: `Bearer ${API_KEY}` };
  const { jobId } = await submit(world, headers);
  assert.equal((await world.post(`/api/jobs/${jobId}/cancel`, headers)).status, 200);
});

Deno.test("unknown, malformed and foreign ids are answered alike", async () => {
  const world = createHttpWorld();
  const { jobId } = await submit(world);
  const foreign = { Cookie: `orpheus_client=${"a".repeat(43)}` };
  const bodyOf = async (id: string, action: string) => {
    const response = await world.post(`/api/jobs/${id}/${action}`, foreign);
    const { requestId: _, ...rest } = await problemIn(response, 404, "not_found");
    return rest;
  };
  const expected = await bodyOf(UNKNOWN, "cancel");
  assert.deepEqual(await bodyOf(jobId, "cancel"), expected);
  assert.deepEqual(await bodyOf(jobId, "retry"), expected);
  assert.deepEqual(await bodyOf("not-an-id", "cancel"), expected);
  assert.deepEqual(await bodyOf("%00", "cancel"), expected);
  assert.deepEqual(await bodyOf("%E0%A4%A", "retry"), expected);
  assert.deepEqual(await bodyOf(`${jobId}%0a`, "cancel"), expected);
  assert.deepEqual(await bodyOf("x".repeat(5000), "cancel"), expected);
  const status = await world.get(`/api/status/${UNKNOWN}`);
  const { requestId: _, ...rest } = await problemIn(status, 404, "not_found");
  assert.deepEqual(rest, expected);
});

Deno.test("a page of another origin cannot cancel with the client's cookie", async () => {
  const world = createHttpWorld();
  const { jobId, cookie } = await submit(world);
  const headers = { Cookie: cookie, Origin: "https://sibling.orpheus.test" };
  const response = await world.post(`/api/jobs/${jobId}/cancel`, headers);
  await problemIn(response, 404, "not_found");
  assert.equal((await world.jobs.find(jobId)).status, "pending");
});

Deno.test("the owner retries a failed job, which costs quota like a submit", async () => {
  const world = createHttpWorld();
  const { jobId, cookie } = await submit(world);
  world.jobs.change(jobId, { status: "failed" });
  const response = await world.post(`/api/jobs/${jobId}/retry`, { Cookie: cookie });
  assert.equal(response.status, 202);
  assert.equal(response.headers.get("Location"), `/api/status/${jobId}`);
  assert.equal(response.headers.get("RateLimit-Policy"), '"gen";q=10;w=900');
  assert.equal(response.headers.get("RateLimit"), '"gen";r=8;t=900');
  assert.equal((await response.json()).status, "pending");
});

Deno.test("a job that has not failed cannot be retried", async () => {
  const world = createHttpWorld();
  const { jobId, cookie } = await submit(world);
  const response = await world.post(`/api/jobs/${jobId}/retry`, { Cookie: cookie });
  await problemIn(response, 409, "not_retryable");
  assert.equal(response.headers.get("RateLimit"), '"gen";r=9;t=900');
});

Deno.test("a draining server retries nothing, and cancels still", async () => {
  const world = createHttpWorld({ isDraining: () => true });
  const { jobs } = world;
  jobs.add(sampleJob(), "key:tester");
  const headers = { Authorization: `Bearer ${API_KEY}` };
  const path = `/api/jobs/${sampleJob().jobId}`;
  await problemIn(await world.post(`${path}/retry`, headers), 503, "draining");
  assert.equal((await world.post(`${path}/cancel`, headers)).status, 200);
});

Deno.test("a wrong key is 401 wherever the caller counts, and says how to come in", async () => {
  const world = createHttpWorld();
  const headers = { Authorization: "Bearer wrong-key" };
  const list = await world.get("/api/jobs", headers);
  await problemIn(list, 401, "unauthorized");
  assert.equal(list.headers.get("WWW-Authenticate"), 'Bearer realm="orpheus"');
  await problemIn(await world.post("/api/generate", headers), 401, "unauthorized");
  await problemIn(await world.get("/api/songs", headers), 401, "unauthorized");
  await problemIn(await world.post(`/api/jobs/${UNKNOWN}/cancel`, headers), 401, "unauthorized");
  await problemIn(await world.post(`/api/jobs/${UNKNOWN}/retry`, headers), 401, "unauthorized");
});

Deno.test("a key in the query is no key", async () => {
  const world = createHttpWorld({ access: { isKeyRequired: true } });
  await problemIn(await world.get(`/api/jobs?key=${API_KEY}`), 401, "unauthorized");
  await problemIn(await world.get(`/api/jobs?access_token=${API_KEY}`), 401, "unauthorized");
});

Deno.test("where a key is required, whoever has the id may still watch", async () => {
  const world = createHttpWorld({ access: { isKeyRequired: true } });
  world.jobs.add(sampleJob(), "key:tester");
  assert.equal((await world.get(`/api/status/${sampleJob().jobId}`)).status, 200);
  await problemIn(await world.post("/api/generate"), 401, "unauthorized");
});
