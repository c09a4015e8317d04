import assert from "node:assert/strict";
import { parseConfig } from "../src/config.ts";

function refusalOf(environment: Record<string, string>): string {
  try {
    parseConfig(environment);
  } catch (error) {
    assert.ok(error instanceof RangeError);
    return error.message;
  }
  assert.fail("the environment was accepted");
}

Deno.test("an empty environment gives the documented defaults", () => {
  const config = parseConfig({});
  assert.equal(config.http.port, 3001);
  assert.equal(config.http.hostname, "127.0.0.1");
  assert.deepEqual(config.storage, {
    dataDir: "./data",
    databaseUrl: undefined,
    redisUrl: undefined,
    s3: undefined,
    s3Access: {
      region: "us-east-1",
      accessKeyId: undefined,
      secretAccessKey: undefined,
      endpoint: undefined,
      forcePathStyle: false,
    },
  });
  assert.deepEqual(config.jobs, {
    workers: 2,
    maxRunningJobs: undefined,
    maxRunningJobsPerClient: undefined,
    generateLimit: 10,
    generateWindowSeconds: 900,
    maxPendingJobs: 1000,
    maxPendingJobsPerClient: 500,
    leaseSeconds: 45,
    jobRetentionDays: 7,
    fileRetentionHours: 24,
  });
  assert.equal(config.http.maxSockets, 5000);
  assert.equal(config.http.maxSocketsPerAddress, 10);
  assert.equal(config.log.level, "info");
});

Deno.test("a client may fill half of the queue, or all of a short one", () => {
  const perClient = (environment: Record<string, string>) =>
    parseConfig(environment).jobs.maxPendingJobsPerClient;
  assert.equal(perClient({ MAX_PENDING_JOBS: "301" }), 150);
  assert.equal(perClient({ MAX_PENDING_JOBS: "200" }), 100);
  assert.equal(perClient({ MAX_PENDING_JOBS: "1" }), 100);
  assert.equal(perClient({ MAX_PENDING_JOBS: "1", MAX_PENDING_JOBS_PER_CLIENT: "7" }), 7);
});

Deno.test("caps on running jobs are taken as they are, and none is no number", () => {
  const { jobs } = parseConfig({ MAX_RUNNING_JOBS: "8", MAX_RUNNING_JOBS_PER_CLIENT: "1" });
  assert.equal(jobs.maxRunningJobs, 8);
  assert.equal(jobs.maxRunningJobsPerClient, 1);
  assert.match(refusalOf({ MAX_RUNNING_JOBS: "0" }), /MAX_RUNNING_JOBS/);
  assert.match(refusalOf({ MAX_RUNNING_JOBS_PER_CLIENT: "0" }), /MAX_RUNNING_JOBS_PER_CLIENT/);
  assert.match(refusalOf({ MAX_PENDING_JOBS_PER_CLIENT: "0" }), /MAX_PENDING_JOBS_PER_CLIENT/);
});

Deno.test("an empty variable counts as unset", () => {
  assert.equal(parseConfig({ PORT: "", DATABASE_URL: "" }).http.port, 3001);
});

Deno.test("a bad value is refused by its variable's name", () => {
  assert.match(refusalOf({ PORT: "99999" }), /PORT/);
  assert.match(refusalOf({ WORKERS: "two" }), /WORKERS/);
  assert.match(refusalOf({ LOG_LEVEL: "loud" }), /LOG_LEVEL/);
  assert.match(refusalOf({ CORS_ORIGINS: "https://a.example/path" }), /CORS_ORIGINS/);
});

Deno.test("addresses that no client could use are refused at the start", () => {
  assert.match(refusalOf({ DATABASE_URL: "postgres://u:100%@h/d" }), /DATABASE_URL: .*%25/);
  assert.match(refusalOf({ REDIS_URL: "redis://u:100%@h" }), /REDIS_URL: .*%25/);
  assert.match(refusalOf({ REDIS_HOST: "a b" }), /REDIS_HOST/);
  assert.match(refusalOf({ REDIS_HOST: "::1" }), /REDIS_HOST/);
  assert.match(refusalOf({ S3_BUCKET: "my bucket" }), /S3_BUCKET/);
  assert.match(refusalOf({ ML_MODEL_URL: "http://u:p@h" }), /ML_MODEL_URL/);
  assert.match(refusalOf({ ML_MODEL_URL: "http://h/?model=1" }), /ML_MODEL_URL/);
  assert.match(refusalOf({ S3_ENDPOINT: "http://h/#f" }), /S3_ENDPOINT/);
});

Deno.test("addresses in every usual form are accepted", () => {
  const { storage } = parseConfig({
    DATABASE_URL: "postgresql://u%40x:100%25@[::1]:5433/orpheus?sslmode=require",
    REDIS_HOST: "[::1]",
    ML_MODEL_URL: "http://model.internal:8000/v1/",
  });
  assert.equal(storage.redisUrl, "redis://[::1]:6379");
});

Deno.test("a refusal never shows the value", () => {
  assert.doesNotMatch(refusalOf({ DATABASE_URL: "mysql://u:hunter2@h/d" }), /hunter2/);
  assert.doesNotMatch(refusalOf({ API_KEYS: "ann:s3" }), /s3/);
  assert.doesNotMatch(refusalOf({ ADMIN_TOKEN: "short" }), /short(?!er)/);
});

Deno.test("all bad variables are named at once", () => {
  const message = refusalOf({ PORT: "x", WORKERS: "y" });
  assert.match(message, /PORT.*WORKERS/);
});

Deno.test("keys are read as name and key, and none may repeat", () => {
  const { access } = parseConfig({ API_KEYS: "ann:secret-one, bob:secret:two" });
  assert.deepEqual(access.apiKeys, [
    { name: "ann", key: "secret-one" },
    { name: "bob", key: "secret:two" },
  ]);
  assert.match(refusalOf({ API_KEYS: "ann:secret-one,ann:secret-two" }), /API_KEYS/);
});

Deno.test("variables that need each other are checked together", () => {
  assert.match(refusalOf({ REQUIRE_API_KEY: "true" }), /REQUIRE_API_KEY/);
  assert.match(refusalOf({ AWS_ACCESS_KEY_ID: "id" }), /AWS_SECRET_ACCESS_KEY/);
});

Deno.test("a Redis host and port make its address, which REDIS_URL overrides", () => {
  assert.equal(parseConfig({ REDIS_HOST: "r" }).storage.redisUrl, "redis://r:6379");
  const both = parseConfig({ REDIS_HOST: "r", REDIS_URL: "rediss://s:1" });
  assert.equal(both.storage.redisUrl, "rediss://s:1");
});

Deno.test("a bucket turns the object store to S3", () => {
  const { s3 } = parseConfig({ S3_BUCKET: "b", S3_FORCE_PATH_STYLE: "true" }).storage;
  assert.equal(s3?.bucket, "b");
  assert.equal(s3?.forcePathStyle, true);
  assert.equal(s3?.region, "us-east-1");
});
