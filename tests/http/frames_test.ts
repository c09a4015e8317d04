import assert from "node:assert/strict";
import { MAX_FRAMES_PER_PAGE } from "../../src/jobs/frame_store.ts";
import { createHttpWorld, problemIn } from "../support/http_world.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

const PATH = `/api/jobs/${SAMPLE_JOB_ID}/frames`;

function worldWithFrames(count: number) {
  const world = createHttpWorld();
  world.jobs.add(sampleJob(), "anonymous:one");
  world.hubWorld.frames.append("started", { attempt: 1 });
  for (let i = 1; i < count; i++) world.hubWorld.frames.append("stage", { stage: "fetching" });
  return world;
}

async function seqsIn(answer: Promise<Response>): Promise<number[]> {
  const { frames } = await (await answer).json();
  return frames.map(({ seq }: { seq: number }) => seq);
}

Deno.test("frames are the log of the job, from the first one on", async () => {
  const { get, hubWorld } = worldWithFrames(3);
  const answer = await get(PATH);
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { frames: hubWorld.frames.frames() });
});

Deno.test("frames go on after a seq, as many as asked for", async () => {
  const { get } = worldWithFrames(5);
  assert.deepEqual(await seqsIn(get(`${PATH}?after=1000001`)), [1000002, 1000003, 1000004]);
  assert.deepEqual(await seqsIn(get(`${PATH}?after=1000001&limit=1`)), [1000002]);
  assert.deepEqual(await seqsIn(get(`${PATH}?after=1000004`)), []);
});

Deno.test("frames come in pages", async () => {
  const { get } = worldWithFrames(MAX_FRAMES_PER_PAGE + 1);
  const page = await seqsIn(get(PATH));
  assert.equal(page.length, MAX_FRAMES_PER_PAGE);
  assert.equal((await seqsIn(get(`${PATH}?after=${page.at(-1)}`))).length, 1);
});

Deno.test("frames of a job that is not there are not found", async () => {
  const { get } = createHttpWorld();
  await problemIn(await get(PATH), 404, "not_found");
  await problemIn(await get("/api/jobs/none/frames"), 404, "not_found");
});

Deno.test("frames asked for by anything but whole numbers in bounds are refused", async () => {
  const { get } = worldWithFrames(1);
  await problemIn(await get(`${PATH}?after=-1`), 422, "invalid_request");
  await problemIn(await get(`${PATH}?limit=0`), 422, "invalid_request");
  await problemIn(await get(`${PATH}?limit=${MAX_FRAMES_PER_PAGE + 1}`), 422, "invalid_request");
});
