import assert from "node:assert/strict";
import { EXAMPLE_REPORT } from "../../src/http/example_report.ts";
import { createHttpWorld, problemIn } from "../support/http_world.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

const PATH = `/api/jobs/${SAMPLE_JOB_ID}/report`;

function worldWithReport(report?: Readonly<Record<string, unknown>>) {
  const world = createHttpWorld();
  world.jobs.add(sampleJob(), "anonymous:one");
  if (report) world.jobs.reports.set(SAMPLE_JOB_ID, report);
  return world;
}

Deno.test("a report is there for whoever has the job's id, under the job's own link", async () => {
  const { get } = worldWithReport(EXAMPLE_REPORT);
  const job = await (await get(`/api/status/${SAMPLE_JOB_ID}`)).json();
  assert.equal(job.links.report, PATH);
  const answer = await get(job.links.report);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("Content-Type"), "application/json");
  assert.equal(answer.headers.get("Cache-Control"), "private, no-store");
  assert.deepEqual(await answer.json(), EXAMPLE_REPORT);
});

Deno.test("a report of another service is handed on as it is", async () => {
  const report = { model: "somebody's", engine: 3, parts: [{ name: "a" }] };
  const { get } = worldWithReport(report);
  assert.deepEqual(await (await get(PATH)).json(), report);
});

Deno.test("a client that has the report gets 304", async () => {
  const { get } = worldWithReport(EXAMPLE_REPORT);
  const first = await get(PATH);
  await first.body?.cancel();
  const tag = first.headers.get("ETag")!;
  const again = await get(PATH, { "If-None-Match": tag });
  assert.equal(again.status, 304);
  assert.equal(again.headers.get("ETag"), tag);
  const other = await get(PATH, { "If-None-Match": '"other"' });
  assert.equal(other.status, 200);
  await other.body?.cancel();
});

Deno.test("the report of a job that is not there is not found", async () => {
  const { get } = createHttpWorld();
  await problemIn(await get(PATH), 404, "not_found");
  await problemIn(await get("/api/jobs/none/report"), 404, "not_found");
});

Deno.test("a job that is there without a report is told from one that is not", async () => {
  const { get } = worldWithReport();
  await problemIn(await get(PATH), 404, "no_report");
});
