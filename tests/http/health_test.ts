import assert from "node:assert/strict";
import type { HealthCheck } from "../../src/http/health_report.ts";
import {
  CHECK_TIMEOUT_MS,
  createHealthReporter,
  REPORT_MAX_AGE_MS,
} from "../../src/http/health_report.ts";
import { createHttpWorld, passingChecks, problemIn } from "../support/http_world.ts";

const fail: HealthCheck = () => Promise.reject(new Error("connect ECONNREFUSED 10.1.2.3:5432"));
const log = { warn: () => {} };
const warn: HealthCheck = () => Promise.resolve("warn");

Deno.test("health passes while the server answers", async () => {
  const { get } = createHttpWorld();
  const response = await get("/api/health");
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "pass" });
});

Deno.test("live looks at no dependency, not even while draining", async () => {
  const { get } = createHttpWorld({
    checks: { ...passingChecks(), database: fail },
    isReady: () => false,
    isDraining: () => true,
  });
  const response = await get("/api/health/live");
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "pass" });
});

Deno.test("ready follows what it is told", async () => {
  let ready = false;
  const { get } = createHttpWorld({ isReady: () => Promise.resolve(ready) });
  const refused = await get("/api/health/ready");
  await problemIn(refused, 503, "not_ready");
  assert.ok(refused.headers.get("Retry-After"));
  ready = true;
  assert.equal((await get("/api/health/ready")).status, 200);
});

Deno.test("a draining server is not ready", async () => {
  const { get } = createHttpWorld({ isDraining: () => true });
  await problemIn(await get("/api/health/ready"), 503, "draining");
});

Deno.test("the detailed report has each check with its status and latency", async () => {
  const { get } = createHttpWorld({
    checks: { ...passingChecks(), queue: () => Promise.resolve({ status: "pass", pending: 3 }) },
  });
  const response = await get("/api/health/detailed");
  assert.equal(response.status, 200);
  const report = await response.json();
  assert.equal(report.status, "pass");
  assert.equal(report.version, "1.2.3");
  assert.ok(Number.isInteger(report.uptimeSeconds) && report.uptimeSeconds >= 0);
  assert.deepEqual(Object.keys(report.checks), [
    "database",
    "redis",
    "mlModel",
    "objectStore",
    "workers",
    "queue",
  ]);
  assert.equal(report.checks.database.status, "pass");
  assert.ok(Number.isInteger(report.checks.database.latencyMs));
  assert.equal(report.checks.queue.pending, 3);
});

Deno.test("a check that warns leaves the report at 200", async () => {
  const { get } = createHttpWorld({ checks: { ...passingChecks(), redis: warn } });
  const response = await get("/api/health/detailed");
  assert.equal(response.status, 200);
  assert.equal((await response.json()).status, "warn");
});

Deno.test("a check that fails makes the report 503, and its error stays inside", async () => {
  const { get, lines } = createHttpWorld({
    checks: { ...passingChecks(), redis: warn, database: fail },
  });
  const response = await get("/api/health/detailed");
  assert.equal(response.status, 503);
  const text = await response.text();
  const report = JSON.parse(text);
  assert.equal(report.status, "fail");
  assert.equal(report.checks.database.status, "fail");
  assert.equal(report.checks.redis.status, "warn");
  assert.ok(!text.includes("10.1.2.3"));
  const line = lines.find(({ level }) => level === "warn");
  assert.equal(line?.check, "database");
  assert.match(`${line?.error}`, /10\.1\.2\.3/);
});

Deno.test("a check that never answers fails in time, and the others are not held up", async () => {
  let reason: unknown;
  const mute: HealthCheck = (signal) => {
    signal.addEventListener("abort", () => void (reason = signal.reason));
    return new Promise(() => {});
  };
  const report = createHealthReporter({ checks: { ...passingChecks(), mlModel: mute }, log });
  const startedAt = performance.now();
  const { status, checks } = await report();
  assert.ok(performance.now() - startedAt < CHECK_TIMEOUT_MS * 3);
  assert.equal(status, "fail");
  assert.equal(checks.mlModel.status, "fail");
  assert.ok(checks.database.latencyMs < CHECK_TIMEOUT_MS);
  assert.equal((reason as Error).name, "TimeoutError");
});

Deno.test("a check that throws at once fails like one that rejects", async () => {
  const thrower: HealthCheck = () => {
    throw new TypeError("not a function");
  };
  const { checks } = await createHealthReporter({
    checks: { ...passingChecks(), workers: thrower },
    log,
  })();
  assert.equal(checks.workers.status, "fail");
});

Deno.test("reports asked for within a second are one report", async () => {
  let runs = 0;
  let now = 0;
  const counted: HealthCheck = () => {
    runs++;
    return Promise.resolve("pass");
  };
  const report = createHealthReporter({
    checks: { ...passingChecks(), database: counted },
    log,
    now: () => now,
  });
  await Promise.all([report(), report(), report()]);
  now += REPORT_MAX_AGE_MS - 1;
  await report();
  assert.equal(runs, 1);
  now += 1;
  await report();
  assert.equal(runs, 2);
});
