import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { EXAMPLE_SUMMARY } from "../../src/http/example_songs.ts";
import { refuseUpgrade } from "../../src/http/socket.ts";
import { createHttpWorld, PEER, problemIn, THREE_SONGS } from "../support/http_world.ts";
import { SAMPLE_JOB_ID } from "../support/sample_job.ts";

const PATH = `/api/status/${SAMPLE_JOB_ID}`;

Deno.test("an unexpected failure is a bare 500, its stack only in the log", async () => {
  const { get, jobs, lines } = createHttpWorld();
  jobs.failure = new TypeError("secret is not a function");
  const problem = await problemIn(await get(PATH), 500, "internal");
  assert.doesNotMatch(JSON.stringify(problem), /secret|stack|src/);
  const line = lines.find(({ level }) => level === "error");
  assert.match(`${line?.error}`, /TypeError: secret is not a function\n\s+at /);
  assert.equal(line?.requestId, problem.requestId);
});

Deno.test("an expected failure logs no error", async () => {
  const { get, lines } = createHttpWorld();
  await problemIn(await get(PATH), 404, "not_found");
  assert.deepEqual(lines.map(({ level }) => level), ["info"]);
});

Deno.test("a failure of a dependency is logged with its cause", async () => {
  const { get, jobs, lines } = createHttpWorld();
  const cause = new Error("connection refused");
  jobs.failure = new AppError("not_ready", "The database is away", { cause });
  await problemIn(await get(PATH), 503, "not_ready");
  const line = lines.find(({ level }) => level === "warn");
  assert.equal(line?.code, "not_ready");
  assert.match(`${line?.cause}`, /connection refused/);
});

Deno.test("what is given up because the server closes is draining, not a failure", async () => {
  const { get, jobs, lines } = createHttpWorld();
  jobs.failure = new DOMException("The hub is closed", "AbortError");
  await problemIn(await get(PATH), 503, "draining");
  assert.deepEqual(lines.map(({ level }) => level), ["info"]);
});

Deno.test("a wait that ran out is not_ready, and logged", async () => {
  const { get, jobs, lines } = createHttpWorld();
  jobs.failure = new DOMException("Nothing came within 5000 ms", "TimeoutError");
  const response = await get(PATH);
  await problemIn(response, 503, "not_ready");
  assert.ok(response.headers.get("Retry-After"));
  assert.ok(lines.some(({ level }) => level === "error"));
});

Deno.test("Retry-After is the error's own, in whole seconds from 1", async () => {
  const { get, jobs } = createHttpWorld();
  const retryAfter = async (retryAfterSeconds: number) => {
    jobs.failure = new AppError("not_ready", "Not now", { retryAfterSeconds });
    return (await get(PATH)).headers.get("Retry-After");
  };
  assert.equal(await retryAfter(12), "12");
  assert.equal(await retryAfter(0.2), "1");
  assert.equal(await retryAfter(0), "1");
  assert.equal(await retryAfter(3.1), "4");
});

Deno.test("a problem keeps the errors and suggestions it was thrown with", async () => {
  const { jobs, postJson } = createHttpWorld();
  const suggestions = [EXAMPLE_SUMMARY];
  jobs.failure = new AppError("song_not_found", "No song is called that", {
    errors: [{ path: "songs.1", message: "fits no song", suggestions }],
  });
  const response = await postJson("/api/generate", { songs: THREE_SONGS });
  const problem = await problemIn(response, 422, "song_not_found");
  assert.equal(problem.type, "urn:orpheus:problem:song_not_found");
  assert.deepEqual(problem.errors, [{ path: "songs.1", message: "fits no song", suggestions }]);
});

Deno.test("a refused upgrade is answered like every other refusal", async () => {
  const { app, lines } = createHttpWorld();
  const headers = { Upgrade: "websocket", Connection: "Upgrade", Origin: "https://evil.example" };
  const request = new Request("http://orpheus.test/api/ws", { headers });
  const refusal = new AppError("forbidden_origin", "This origin may not open a socket");
  const response = await refuseUpgrade(app, request, { peer: PEER, refusal });
  await problemIn(response, 403, "forbidden_origin");
  assert.equal(response.headers.get("X-Content-Type-Options"), "nosniff");
  assert.equal(lines[0]?.route, "/api/ws");
});

Deno.test("an upgrade of another path is refused by its reason, not served", async () => {
  const { app } = createHttpWorld();
  const request = new Request("http://orpheus.test/api/health");
  const refusal = new AppError("not_found", "No socket opens here");
  await problemIn(await refuseUpgrade(app, request, { peer: PEER, refusal }), 404, "not_found");
});

Deno.test("too many sockets are told when to come back", async () => {
  const { app } = createHttpWorld();
  const request = new Request("http://orpheus.test/api/ws");
  const refusal = new AppError("sockets_full", "All sockets are taken", { retryAfterSeconds: 9 });
  const response = await refuseUpgrade(app, request, { peer: PEER, refusal });
  await problemIn(response, 503, "sockets_full");
  assert.equal(response.headers.get("Retry-After"), "9");
});
