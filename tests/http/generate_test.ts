import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { jobSchema } from "../../src/jobs/job.ts";
import {
  API_KEY,
  cookieOf,
  createHttpWorld,
  problemIn,
  THREE_SONGS,
} from "../support/http_world.ts";

const BODY = { songs: THREE_SONGS };

Deno.test("a submit answers 202 with the job, where to find it, and the quota", async () => {
  const { postJson } = createHttpWorld();
  const response = await postJson("/api/generate", BODY);
  assert.equal(response.status, 202);
  assert.equal(response.headers.get("Content-Type"), "application/json");
  assert.equal(response.headers.get("RateLimit-Policy"), '"gen";q=10;w=900');
  assert.equal(response.headers.get("RateLimit"), '"gen";r=9;t=900');
  assert.equal(response.headers.get("Cache-Control"), "private, no-store");
  assert.equal(response.headers.get("Idempotency-Replayed"), null);
  const job = jobSchema.parse(await response.json());
  assert.equal(response.headers.get("Location"), `/api/status/${job.jobId}`);
});

Deno.test("a submit hands songs and options on, with the defaults filled in", async () => {
  const { jobs, postJson } = createHttpWorld();
  await postJson("/api/generate", {
    songs: ["Fu\u0308r Elise - Beethoven", { songId: "one" }, "B"],
    options: { lengthSeconds: 15, seed: 4294967295 },
  });
  assert.deepEqual(jobs.submitted[0]?.request, {
    songs: ["F\u00fcr Elise - Beethoven", { songId: "one" }, "B"],
    options: {
      temperature: 0.8,
      creativity: 0.7,
      lengthSeconds: 15,
      seed: 4294967295,
      weights: [1, 1, 1],
      quality: "high",
      sampleRate: 44100,
      key: null,
      tempoBpm: null,
      roleWeights: {},
      sections: [],
      outputs: [],
    },
    idempotencyKey: undefined,
  });
});

Deno.test("the same key and body replay the job with 200", async () => {
  const { postJson } = createHttpWorld();
  const first = await postJson("/api/generate", BODY, { "Idempotency-Key": "k1" });
  const headers = { "Idempotency-Key": "k1", Cookie: cookieOf(first) };
  const second = await postJson("/api/generate", BODY, headers);
  assert.equal(second.status, 200);
  assert.equal(second.headers.get("Idempotency-Replayed"), "true");
  assert.equal(second.headers.get("RateLimit"), '"gen";r=9;t=900');
  assert.deepEqual(await second.json(), await first.json());
});

Deno.test("the same key with another body is a mismatch", async () => {
  const { postJson } = createHttpWorld();
  const first = await postJson("/api/generate", BODY, { "Idempotency-Key": "k1" });
  await first.body?.cancel();
  const headers = { "Idempotency-Key": "k1", Cookie: cookieOf(first) };
  const other = { songs: ["A", "B", "C"] };
  const refused = await postJson("/api/generate", other, headers);
  await problemIn(refused, 422, "idempotency_mismatch");
  assert.equal(refused.headers.get("RateLimit"), '"gen";r=9;t=900');
});

Deno.test("an idempotency key of 255 characters is taken, a longer one refused", async () => {
  const { postJson } = createHttpWorld();
  const taken = await postJson("/api/generate", BODY, { "Idempotency-Key": "k".repeat(255) });
  assert.equal(taken.status, 202);
  await taken.body?.cancel();
  const refused = await postJson("/api/generate", BODY, { "Idempotency-Key": "k".repeat(256) });
  await problemIn(refused, 400, "invalid_header");
});

Deno.test("an idempotency key that is empty or not printable ASCII is refused", async () => {
  const { postJson } = createHttpWorld();
  const send = (key: string) => postJson("/api/generate", BODY, { "Idempotency-Key": key });
  await problemIn(await send(""), 400, "invalid_header");
  await problemIn(await send("cl\u00e9"), 400, "invalid_header");
  await problemIn(await send("a\tb"), 400, "invalid_header");
});

Deno.test("an unknown option is refused by its name", async () => {
  const { postJson } = createHttpWorld();
  const response = await postJson("/api/generate", { ...BODY, options: { tempo: 3 } });
  const problem = await problemIn(response, 422, "invalid_request");
  assert.deepEqual(problem.errors, [{ path: "options.tempo", message: "Unknown key" }]);
});

Deno.test("every error of a body is listed with its path", async () => {
  const { postJson } = createHttpWorld();
  const response = await postJson("/api/generate", {
    songs: ["A", "", { songId: "x", id: 1 }],
    options: { temperature: 3, weights: [0, 0, 0] },
    extra: true,
  });
  const problem = await problemIn(response, 422, "invalid_request");
  const paths = new Set(problem.errors?.map(({ path }) => path));
  assert.deepEqual(
    paths,
    new Set(["songs.1", "songs.2.id", "options.temperature", "options.weights", "extra"]),
  );
});

Deno.test("the bounds of the options hold at their edges", async () => {
  const { postJson } = createHttpWorld();
  const send = async (options: unknown) => {
    const response = await postJson("/api/generate", { ...BODY, options }, {
      Authorization: `Bearer ${API_KEY}`,
    });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await send({ temperature: 0.1, creativity: 0, lengthSeconds: 15, seed: 0 }), 202);
  assert.equal(await send({ temperature: 2, creativity: 1, lengthSeconds: 300 }), 202);
  assert.equal(await send({ weights: [0, 0, 1], quality: "low", sampleRate: 22050 }), 202);
  assert.equal(await send({ temperature: 0.09 }), 422);
  assert.equal(await send({ creativity: 1.01 }), 422);
  assert.equal(await send({ lengthSeconds: 14.9 }), 422);
  assert.equal(await send({ lengthSeconds: 301 }), 422);
  assert.equal(await send({ seed: 4294967296 }), 422);
  assert.equal(await send({ seed: 0.5 }), 422);
  assert.equal(await send({ weights: [1, 1] }), 422);
  assert.equal(await send({ weights: [1, -1, 1] }), 422);
  assert.equal(await send({ sampleRate: 44000 }), 422);
  assert.equal(await send({ quality: "HIGH" }), 422);
  assert.equal(await send({ temperature: "0.8" }), 422);
  assert.equal(await send(null), 422);
});

Deno.test("a song's name has 1 to 200 characters of plain text", async () => {
  const { postJson } = createHttpWorld();
  const send = async (name: unknown) => {
    const response = await postJson("/api/generate", { songs: ["A", name, "B"] });
    const { errors } = await response.json();
    return [response.status, errors?.[0]?.path];
  };
  assert.deepEqual(await send("x".repeat(200)), [202, undefined]);
  assert.deepEqual(await send("\u{1F3B5} Song"), [202, undefined]);
  assert.deepEqual(await send("x".repeat(201)), [422, "songs.1"]);
  assert.deepEqual(await send(""), [422, "songs.1"]);
  assert.deepEqual(await send("  \u200b "), [422, "songs.1"]);
  assert.deepEqual(await send("A\u0000B"), [422, "songs.1"]);
  assert.deepEqual(await send("A\u0085B"), [422, "songs.1"]);
  assert.deepEqual(await send("A\u202eB"), [422, "songs.1"]);
  assert.deepEqual(await send("\ud800"), [422, "songs.1"]);
  assert.deepEqual(await send(5), [422, "songs.1"]);
  assert.deepEqual(await send(null), [422, "songs.1"]);
});

Deno.test("two or four songs are refused", async () => {
  const { postJson } = createHttpWorld();
  const two = await postJson("/api/generate", { songs: ["A", "B"] });
  assert.equal((await problemIn(two, 422, "invalid_request")).errors?.[0]?.path, "songs");
  const four = await postJson("/api/generate", { songs: ["A", "B", "C", "D"] });
  assert.equal((await problemIn(four, 422, "invalid_request")).errors?.[0]?.path, "songs");
});

Deno.test("the same song twice is refused, with what stands where", async () => {
  const { postJson } = createHttpWorld();
  const response = await postJson("/api/generate", { songs: ["A", "A", "B"] });
  const problem = await problemIn(response, 422, "duplicate_song");
  assert.equal(problem.errors?.[0]?.path, "songs.1");
  assert.equal(response.headers.get("RateLimit"), '"gen";r=10;t=0');
});

Deno.test("over the quota a submit gets 429 and when to come back", async () => {
  const { jobs, postJson } = createHttpWorld();
  for (let count = 0; count < jobs.limit; count++) {
    const response = await postJson("/api/generate", BODY);
    assert.equal(response.headers.get("RateLimit"), `"gen";r=${jobs.limit - count - 1};t=900`);
    await response.body?.cancel();
  }
  const refused = await postJson("/api/generate", BODY);
  await problemIn(refused, 429, "rate_limited");
  assert.equal(refused.headers.get("Retry-After"), "43");
  assert.equal(refused.headers.get("RateLimit-Policy"), '"gen";q=10;w=900');
  assert.equal(refused.headers.get("RateLimit"), '"gen";r=0;t=900');
});

Deno.test("a new cookie is no new quota, another address is", async () => {
  const { send } = createHttpWorld();
  const init = { headers: { "Content-Type": "application/json" }, body: JSON.stringify(BODY) };
  const submit = async (address: string) => {
    const response = await send("POST", "/api/generate", init, { address, isTls: false });
    await response.body?.cancel();
    return response.headers.get("RateLimit");
  };
  assert.equal(await submit("192.0.2.1"), '"gen";r=9;t=900');
  assert.equal(await submit("::ffff:192.0.2.1"), '"gen";r=8;t=900');
  assert.equal(await submit("2001:db8::1"), '"gen";r=9;t=900');
  assert.equal(await submit("2001:db8::ffff:1:2:3"), '"gen";r=8;t=900');
  assert.equal(await submit("2001:db8:0:1::1"), '"gen";r=9;t=900');
});

Deno.test("a full queue answers 503 with Retry-After", async () => {
  const { jobs, postJson } = createHttpWorld();
  jobs.maxPending = 0;
  const refused = await postJson("/api/generate", BODY);
  await problemIn(refused, 503, "queue_full");
  assert.match(refused.headers.get("Retry-After") ?? "", /^[1-9]\d*$/);
  assert.equal(refused.headers.get("RateLimit"), '"gen";r=10;t=0');
});

Deno.test("a draining server takes no submit, not even to look at it", async () => {
  const { postJson } = createHttpWorld({ isDraining: () => true });
  const refused = await postJson("/api/generate", "not JSON", { "Content-Type": "text/plain" });
  await problemIn(refused, 503, "draining");
  assert.equal(refused.headers.get("Retry-After"), "5");
  assert.equal(refused.headers.get("RateLimit"), '"gen";r=10;t=0');
});

Deno.test("a submit stands though its quota cannot be told", async () => {
  const { jobs, lines, postJson } = createHttpWorld();
  jobs.quota = () => Promise.reject(new Error("no connection"));
  const response = await postJson("/api/generate", BODY);
  assert.equal(response.status, 202);
  assert.equal(response.headers.get("RateLimit"), null);
  assert.equal(response.headers.get("RateLimit-Policy"), '"gen";q=10;w=900');
  assert.ok(lines.some(({ level, message }) => level === "warn" && message.includes("quota")));
  await response.body?.cancel();
});

Deno.test("without a database a submit gets 503 not_ready", async () => {
  const { jobs, postJson } = createHttpWorld();
  jobs.failure = new AppError("not_ready", "The database cannot be reached");
  const refused = await postJson("/api/generate", BODY);
  await problemIn(refused, 503, "not_ready");
  assert.ok(refused.headers.get("Retry-After"));
});
