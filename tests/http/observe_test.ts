import assert from "node:assert/strict";
import { Registry } from "prom-client";
import { createHttpWorld } from "../support/http_world.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

Deno.test("each request is one log line with its route's pattern", async () => {
  const { get, jobs, lines } = createHttpWorld();
  jobs.add(sampleJob(), "anonymous:one");
  await get(`/api/status/${SAMPLE_JOB_ID}?after=1&secret=value`, { "X-Request-Id": "trace-1" });
  assert.equal(lines.length, 1);
  const { durationMs, ...line } = lines[0]!;
  assert.deepEqual(line, {
    level: "info",
    message: "Request answered",
    method: "GET",
    route: "/api/status/:jobId",
    status: 200,
    requestId: "trace-1",
  });
  assert.ok(typeof durationMs === "number" && durationMs >= 0);
});

Deno.test("no line holds an id, a query, a key or a cookie", async () => {
  const { get, jobs, lines, send } = createHttpWorld();
  jobs.add(sampleJob(), "anonymous:one");
  const headers = { Authorization: "Bearer wrong-secret", Cookie: "orpheus_client=secret" };
  await get(`/api/status/${SAMPLE_JOB_ID}?q=secret`, headers);
  await get("/api/jobs?q=secret", headers);
  await get("/secret-path?q=1");
  await send("SECRET", "/api/jobs");
  const text = JSON.stringify(lines);
  assert.doesNotMatch(text, /secret/i);
  assert.ok(!text.includes(SAMPLE_JOB_ID));
  assert.equal(lines.length, 4);
});

Deno.test("requests are counted by method, route and status, whatever the path", async () => {
  const { get, jobs, send } = createHttpWorld();
  jobs.add(sampleJob(), "anonymous:one");
  await get(`/api/status/${SAMPLE_JOB_ID}`);
  await get("/api/status/nonsense");
  await get("/a");
  await get("/b");
  await send("BREW", "/c");
  const text = await (await get("/metrics")).text();
  const has = (line: string) => assert.ok(text.includes(line), text);
  has('http_requests_total{method="GET",route="/api/status/:jobId",status="200"} 1');
  has('http_requests_total{method="GET",route="/api/status/:jobId",status="404"} 1');
  has('http_requests_total{method="GET",route="unmatched",status="404"} 2');
  has('http_requests_total{method="other",route="unmatched",status="404"} 1');
  has('http_request_duration_seconds_count{method="GET",route="/api/status/:jobId"} 2');
  assert.ok(!text.includes(SAMPLE_JOB_ID));
});

Deno.test("metrics are Prometheus text of the registry given", async () => {
  const registry = new Registry();
  const { get } = createHttpWorld({ registry });
  const response = await get("/metrics");
  assert.equal(response.headers.get("Content-Type"), registry.contentType);
  assert.match(await response.text(), /^# HELP http_requests_total /m);
});
