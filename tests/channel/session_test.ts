import assert from "node:assert/strict";
import * as limits from "../../src/channel/limits.ts";
import { serverMessageSchema } from "../../src/channel/protocol.ts";
import { AppError, type Problem } from "../../src/errors.ts";
import { frameSchema } from "../../src/jobs/frame.ts";
import type { SongQuery } from "../../src/songs/search/search_songs.ts";
import type { SongSummary } from "../../src/songs/song.ts";
import { CALLER, SessionWorld, THREE_SONGS } from "../support/session_world.ts";

const OTHER = { ...CALLER, owner: "anonymous:2" };

Deno.test("a session says hello first, with its limits and the quota in whole numbers", async () => {
  await using world = new SessionWorld();
  const { socket } = world.open();
  assert.deepEqual(socket.messages, [{
    type: "hello",
    protocol: "orpheus.v1",
    heartbeatSeconds: 20,
    limits: { maxMessageBytes: 16_384, maxMessagesPerMinute: 120, maxSubscriptions: 64 },
    quota: { limit: 10, remaining: 9, resetSeconds: 900 },
  }]);
});

Deno.test("a generate is accepted and its job watched from the first frame", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  await client.say({ type: "generate", id: "g", songs: THREE_SONGS });
  const accepted = client.socket.last as unknown as { id: string; job: { jobId: string } };
  assert.equal(accepted.id, "g");
  world.publish(world.frames.append("started", { attempt: 1 }, accepted.job.jobId));
  assert.deepEqual(client.socket.types, ["hello", "accepted", "started"]);
});

Deno.test("a generate without options gets their defaults, and its key goes along", async () => {
  await using world = new SessionWorld();
  await world.open().say({ type: "generate", id: "g", songs: THREE_SONGS, idempotencyKey: "k" });
  const [{ request } = { request: undefined }] = world.jobs.submitted;
  assert.equal(request?.options.lengthSeconds, 120);
  assert.equal(request?.idempotencyKey, "k");
});

Deno.test("a generate sent twice with one key watches its one job once", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const message = { type: "generate", songs: THREE_SONGS, idempotencyKey: "k" };
  await client.say({ ...message, id: "1" });
  await client.say({ ...message, id: "2" });
  const [, first, second] = client.socket.messages as unknown as { job: { jobId: string } }[];
  assert.equal(first!.job.jobId, second!.job.jobId);
  world.publish(world.frames.append("started", { attempt: 1 }, first!.job.jobId));
  assert.deepEqual(client.socket.types, ["hello", "accepted", "accepted", "started"]);
});

Deno.test("a refused generate is an error with the client's id and no bad message", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  for (let i = 0; i <= limits.MAX_BAD_MESSAGES; i++) {
    world.jobs.failure = new AppError("rate_limited", "Too many submits");
    await client.say({ type: "generate", id: `g${i}`, songs: THREE_SONGS });
  }
  const { id, error } = client.socket.last as unknown as { id: string; error: { code: string } };
  assert.deepEqual([id, error.code], ["g5", "rate_limited"]);
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("a subscribe with after replays, says how much first, and goes on live", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(3);
  await client.say({ type: "subscribe", id: "s", jobId, after: 1 });
  world.publish(world.frames.append("stage", { stage: "storing" }, jobId));
  const [, subscribed, ...frames] = client.socket.messages;
  assert.deepEqual([subscribed?.type, subscribed?.id, subscribed?.replayed], [
    "subscribed",
    "s",
    2,
  ]);
  assert.deepEqual(frames.map(({ seq }) => seq), [2, 3, 4]);
});

Deno.test("a subscribe without after starts now", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(3);
  await client.say({ type: "subscribe", id: "s", jobId });
  world.publish(world.frames.append("stage", { stage: "storing" }, jobId));
  const [, subscribed, ...frames] = client.socket.messages;
  assert.equal(subscribed?.replayed, 0);
  assert.deepEqual(frames.map(({ seq }) => seq), [4]);
});

Deno.test("a subscribe to an unknown job is not_found", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  await client.say({ type: "subscribe", id: "s", jobId: "no-such-job" });
  assert.equal((client.socket.last?.error as { code: string }).code, "not_found");
});

Deno.test("a second subscribe to a job takes the place of the first", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(1);
  await client.say({ type: "subscribe", id: "1", jobId, after: 0 });
  await client.say({ type: "subscribe", id: "2", jobId, after: 0 });
  world.publish(world.frames.append("stage", { stage: "storing" }, jobId));
  assert.deepEqual(
    client.socket.messages.slice(1).map(({ id, seq }) => id ?? seq),
    ["1", 1, "2", 1, 2],
  );
});

Deno.test("an unsubscribe is answered and ends the frames, also where there were none", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(0);
  await client.say({ type: "subscribe", id: "s", jobId });
  await client.say({ type: "unsubscribe", id: "1", jobId });
  await client.say({ type: "unsubscribe", id: "2", jobId });
  world.publish(world.frames.append("stage", { stage: "storing" }, jobId));
  assert.deepEqual(client.socket.messages.slice(2), [
    { type: "unsubscribed", id: "1", jobId },
    { type: "unsubscribed", id: "2", jobId },
  ]);
});

Deno.test("a session watches 64 jobs and refuses the next, at no cost", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobIds = Array.from({ length: limits.MAX_SUBSCRIPTIONS + 1 }, () => world.addJob(0));
  for (const jobId of jobIds) await client.say({ type: "subscribe", id: "s", jobId });
  const refused = client.socket.messages.filter(({ type }) => type === "error");
  assert.deepEqual(refused.map(({ error }) => (error as { code: string }).code), [
    "too_many_subscriptions",
  ]);
  await client.say({ type: "generate", id: "g", songs: THREE_SONGS });
  assert.equal(world.jobs.submitted.length, 0);
  await client.say({ type: "subscribe", id: "again", jobId: jobIds[0] });
  assert.deepEqual([client.socket.last?.type, client.socket.last?.id], ["subscribed", "again"]);
  await client.say({ type: "unsubscribe", id: "u", jobId: jobIds[0] });
  await client.say({ type: "subscribe", id: "room", jobId: jobIds.at(-1) });
  assert.equal(client.socket.last?.id, "room");
});

Deno.test("a cancel is the owner's, and like an unknown job to others", async () => {
  await using world = new SessionWorld();
  const jobId = world.addJob(0);
  const [owner, other] = [world.open(), world.open({ caller: OTHER })];
  await other.say({ type: "cancel", id: "c", jobId });
  assert.equal((other.socket.last?.error as { code: string }).code, "not_found");
  await owner.say({ type: "cancel", id: "c", jobId });
  assert.deepEqual(owner.socket.last, { type: "ok", id: "c" });
  assert.equal((await world.jobs.find(jobId)).cancelRequested, true);
});

const SUMMARY: SongSummary = {
  songId: "5b0c7a52-3a0e-4f4e-9a0b-1f4f6f1d2a01",
  title: "T",
  artist: "A",
  key: "C major",
  durationSeconds: 1,
  tempoBpm: 1,
  hasDrums: false,
  license: "CC0-1.0",
  score: 1,
};

Deno.test("a search is answered with songs", async () => {
  await using world = new SessionWorld();
  world.found = { songs: [SUMMARY], nextCursor: null };
  const client = world.open();
  await client.say({ type: "search", id: "q", q: "t" });
  assert.deepEqual(client.socket.last, { type: "songs", id: "q", ...world.found });
});

Deno.test("a search goes on at the cursor of its last answer, with the filter asked for", async () => {
  await using world = new SessionWorld();
  const asked: SongQuery[] = [];
  world.search = (query) => {
    asked.push(query);
    return Promise.resolve({ songs: [SUMMARY], nextCursor: "behind T" });
  };
  const client = world.open();
  const search = { type: "search", id: "q", q: "t", limit: 1, key: "Gb minor", hasDrums: false };
  await client.say({ ...search, minTempoBpm: 60, maxTempoBpm: 60 });
  const { nextCursor } = client.socket.last!;
  assert.notEqual(nextCursor, "behind T");
  await client.say({ ...search, cursor: nextCursor });
  const query = { text: "t", limit: 1, filter: { key: "F# minor", hasDrums: false } };
  assert.deepEqual(asked, [
    { ...query, filter: { ...query.filter, minTempoBpm: 60, maxTempoBpm: 60 } },
    { ...query, cursor: "behind T" },
  ]);
});

Deno.test("a search in a range that no song can be in is refused with its place", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  await client.say({ type: "search", id: "q", q: "t", minTempoBpm: 121, maxTempoBpm: 120 });
  const { code, errors } = client.socket.last?.error as Problem;
  assert.equal(code, "invalid_request");
  assert.deepEqual(errors?.map(({ path }) => path), ["minTempoBpm"]);
});

Deno.test("a search for text that the database refuses goes no further than its schema", async () => {
  await using world = new SessionWorld();
  world.search = () => Promise.reject(new Error("invalid byte sequence"));
  const client = world.open();
  await client.say({ type: "search", id: "q", q: "a\u0000b" });
  assert.equal((client.socket.last?.error as { code: string }).code, "invalid_request");
  assert.deepEqual(world.lines, []);
});

Deno.test("a generate with a key that no header could carry is not submitted", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const message = { type: "generate", id: "g", songs: THREE_SONGS, idempotencyKey: "a\u0000" };
  await client.say(message);
  assert.equal((client.socket.last?.error as { code: string }).code, "invalid_request");
  assert.deepEqual(world.jobs.submitted, []);
});

Deno.test("a ping is answered at once, whatever else is asked", async () => {
  await using world = new SessionWorld();
  world.search = () => new Promise(() => {});
  const client = world.open();
  await client.say({ type: "search", id: "q", q: "t" });
  await client.say({ type: "ping" });
  await client.say({ type: "ping", id: "p" });
  assert.deepEqual(client.socket.messages.slice(1), [{ type: "pong" }, { type: "pong", id: "p" }]);
});

Deno.test("a request that takes too long is an error, and the next one has its turn", async () => {
  await using world = new SessionWorld();
  world.search = () => new Promise(() => {});
  const client = world.open();
  await client.say({ type: "search", id: "q", q: "t" });
  await client.say({ type: "unsubscribe", id: "u", jobId: "x" });
  await world.pass(limits.REQUEST_TIMEOUT_MS);
  const [, error, unsubscribed] = client.socket.messages;
  assert.deepEqual([error?.id, (error?.error as { code: string }).code], ["q", "not_ready"]);
  assert.equal(unsubscribed?.id, "u");
});

Deno.test("32 requests wait on a socket and the next is refused, at no other cost", async () => {
  await using world = new SessionWorld();
  world.search = () => new Promise(() => {});
  const client = world.open();
  // One is being answered, the others wait.
  for (let index = 0; index <= limits.MAX_WAITING_REQUESTS; index++) {
    await client.say({ type: "search", id: `q${index}`, q: "t" });
  }
  assert.equal(client.socket.messages.length, 1);
  await client.say({ type: "search", id: "over", q: "t" });
  const refusal = client.socket.last;
  assert.equal(refusal?.id, "over");
  assert.equal((refusal?.error as { code: string }).code, "rate_limited");
  await client.say({ type: "ping" });
  assert.deepEqual(client.socket.last, { type: "pong" });
});

Deno.test("a failure nobody expected shows nothing but its request id, and is logged", async () => {
  await using world = new SessionWorld();
  world.search = () => Promise.reject(new Error("secret"));
  const client = world.open();
  await client.say({ type: "search", id: "q", q: "t" });
  const text = client.socket.texts.at(-1)!;
  assert.match(text, /"code":"internal".*"requestId":"request-1"/);
  assert.doesNotMatch(text, /secret/);
  assert.deepEqual(world.lines, ["A request on a socket failed unexpectedly"]);
});

Deno.test("everything a session says fits the schemas of the protocol", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(2);
  await client.say({ type: "generate", id: "g", songs: THREE_SONGS });
  await client.say({ type: "generate", id: "g", songs: ["a", "a", "b"] });
  await client.say({ type: "subscribe", id: "s", jobId, after: 0 });
  await client.say({ type: "search", id: "q", q: "" });
  await client.say({ type: "cancel", id: "c", jobId });
  await client.say({ type: "unsubscribe", id: "u", jobId });
  await client.say({ type: "ping", id: "p" });
  await client.say({ type: "generate", id: "g", songs: [1] });
  await world.pass(22_000);
  world.sessions.warnOfDrain();
  for (const message of client.socket.messages) {
    const isFrame = "seq" in message;
    (isFrame ? frameSchema : serverMessageSchema).parse(message);
  }
  const types = [...serverMessageSchema.options.map(({ shape }) => shape.type.value), "stage"];
  assert.deepEqual(new Set(client.socket.types), new Set(types));
});
