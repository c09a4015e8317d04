import assert from "node:assert/strict";
import { createHttpWorld, problemIn } from "../support/http_world.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

const PATH = `/api/jobs/${SAMPLE_JOB_ID}/events`;

function worldWithCalls() {
  const asked: { jobId: string; after: number }[] = [];
  const world = createHttpWorld({
    streamEvents(jobId, after) {
      asked.push({ jobId, after });
      const headers = { "Content-Type": "text/event-stream" };
      return Promise.resolve(new Response("data: {}\n\n", { headers }));
    },
  });
  world.jobs.add(sampleJob(), "anonymous:one");
  return { ...world, asked };
}

Deno.test("events are the frames of the job, from the first one on", async () => {
  const { get, hubWorld, jobs } = createHttpWorld();
  jobs.add(sampleJob(), "anonymous:one");
  hubWorld.frames.append("started", { attempt: 1 });
  const response = await get(PATH);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("Content-Type"), "text/event-stream");
  assert.equal(response.headers.get("Cache-Control"), "private, no-store");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, "retry: 2000\n\n");
  assert.match((await reader.read()).value ?? "", /^id: 1000000\ndata: \{"type":"started"/);
  hubWorld.publish(hubWorld.frames.append("stage", { stage: "fetching" }));
  assert.match((await reader.read()).value ?? "", /^id: 1000001\ndata: \{"type":"stage"/);
  await reader.cancel();
});

Deno.test("a reader that has the last frame of a finished job is told to stop", async () => {
  const { get, jobs, send } = createHttpWorld();
  jobs.add(sampleJob({ status: "completed", seq: 1000009 }), "anonymous:one");
  const response = await get(PATH, { "Last-Event-ID": "1000009" });
  assert.equal(response.status, 204);
  assert.ok(response.headers.get("X-Request-Id"));
  const head = await send("HEAD", PATH, { headers: { "Last-Event-ID": "1000009" } });
  assert.equal(head.status, 204);
  assert.equal((await send("HEAD", PATH)).status, 200);
});

Deno.test("events go on after Last-Event-ID", async () => {
  const { asked, get } = worldWithCalls();
  await get(PATH, { "Last-Event-ID": "2000003" });
  await get(PATH, { "Last-Event-ID": "" });
  assert.deepEqual(asked.map(({ after }) => after), [2000003, 0]);
});

Deno.test("events go on after the seq in the address, until there is a Last-Event-ID", async () => {
  const { asked, get } = worldWithCalls();
  await get(`${PATH}?after=1000002`);
  await get(`${PATH}?after=1000002`, { "Last-Event-ID": "1000007" });
  assert.deepEqual(asked.map(({ after }) => after), [1000002, 1000007]);
  await problemIn(await get(`${PATH}?after=-1`), 422, "invalid_request");
  await problemIn(await get(`${PATH}?after=1&after=2`), 422, "invalid_request");
});

Deno.test("a cursor may be beyond every frame there is", async () => {
  const { asked, get } = worldWithCalls();
  const last = Number.MAX_SAFE_INTEGER;
  assert.equal((await get(PATH, { "Last-Event-ID": String(last) })).status, 200);
  assert.equal((await get(`${PATH}?after=${last}`)).status, 200);
  assert.deepEqual(asked.map(({ after }) => after), [last, last]);
});

Deno.test("a Last-Event-ID that is no seq is refused", async () => {
  const { asked, get } = worldWithCalls();
  const send = (id: string) => get(PATH, { "Last-Event-ID": id });
  await problemIn(await send("abc"), 400, "invalid_header");
  await problemIn(await send("-1"), 400, "invalid_header");
  await problemIn(await send("1.5"), 400, "invalid_header");
  await problemIn(await send("9".repeat(16)), 400, "invalid_header");
  await problemIn(await send("9".repeat(400)), 400, "invalid_header");
  await problemIn(await send("1, 2"), 400, "invalid_header");
  await problemIn(await send("0x10"), 400, "invalid_header");
  assert.deepEqual(asked, []);
});

Deno.test("HEAD opens no stream", async () => {
  const { asked, send } = worldWithCalls();
  const response = await send("HEAD", PATH);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("Content-Type"), "text/event-stream");
  assert.equal(response.body, null);
  assert.deepEqual(asked, []);
});

Deno.test("events of an unknown or malformed id are 404", async () => {
  const { get, send } = createHttpWorld();
  await problemIn(await get(PATH), 404, "not_found");
  await problemIn(await get("/api/jobs/1/events"), 404, "not_found");
  assert.equal((await send("HEAD", PATH)).status, 404);
});
