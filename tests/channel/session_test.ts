import { BATCH_MS } from "../../src/channel/flush_timer.ts";
import assert from "node:assert/strict";
import * as limits from "../../src/channel/limits.ts";
import { serverMessageSchema } from "../../src/channel/protocol.ts";
import { AppError } from "../../src/errors.ts";
import { frameSchema } from "../../src/jobs/frame.ts";
import { settle } from "../support/hub_world.ts";
import { sampleJob } from "../support/sample_job.ts";
import { CALLER, SessionWorld, THREE_SONGS } from "../support/session_world.ts";

const OTHER = { ...CALLER, owner: "anonymous:2" };
const PROGRESS = {
  progressBasis: "reported",
  stage: "generating",
  eta: null,
} as const;

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

Deno.test("a search is answered with songs", async () => {
  await using world = new SessionWorld();
  const song = { songId: crypto.randomUUID(), title: "T", artist: "A", key: "C major" };
  world.found = [{ ...song, durationSeconds: 1, tempoBpm: 1, score: 1 }];
  const client = world.open();
  await client.say({ type: "search", id: "q", q: "t" });
  assert.deepEqual(client.socket.last, { type: "songs", id: "q", songs: world.found });
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

Deno.test("a bad message gets an error with the id that could be made out", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  await client.say("{");
  await client.say({ type: "dance", id: "d" });
  await client.say({ type: "subscribe", id: "s", jobId: "x", after: -1 });
  await client.say({ type: "ping", id: "x".repeat(65) });
  const codes = client.socket.messages.slice(1)
    .map(({ id, error }) => [id, (error as { code: string }).code]);
  assert.deepEqual(codes, [
    [undefined, "invalid_json"],
    ["d", "invalid_request"],
    ["s", "invalid_request"],
    [undefined, "invalid_request"],
  ]);
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("the fifth bad message closes with 4500, after its error", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  for (let i = 0; i < limits.MAX_BAD_MESSAGES; i++) await client.say("[]");
  assert.equal(client.socket.types.filter((type) => type === "error").length, 5);
  assert.deepEqual(client.socket.closedWith, [4500]);
  await client.say({ type: "ping" });
  assert.equal(client.socket.last?.type, "error");
});

Deno.test("120 messages in a minute are fine and one more closes with 4005", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  for (let i = 0; i < limits.MAX_MESSAGES_PER_MINUTE; i++) {
    client.handler.message('{"type":"ping"}');
  }
  assert.deepEqual(client.socket.closedWith, []);
  client.handler.message('{"type":"ping"}');
  assert.deepEqual(client.socket.closedWith, [4005]);
});

Deno.test("messages of more than a minute ago do not count", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  for (let minute = 0; minute < 3; minute++) {
    for (let i = 0; i < limits.MAX_MESSAGES_PER_MINUTE; i++) {
      client.handler.message('{"type":"ping"}');
    }
    for (let passed = 0; passed < 60_000; passed += 20_000) {
      await world.pass(20_000);
      client.handler.pong();
    }
  }
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("a binary message closes with 1003", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.handler.binary();
  assert.deepEqual(client.socket.closedWith, [1003]);
});

Deno.test("a silent server sends a heartbeat after 20 seconds, a busy one does not", async () => {
  await using world = new SessionWorld();
  const [quiet, busy] = [world.open(), world.open()];
  const jobId = world.addJob(0);
  await busy.say({ type: "subscribe", id: "s", jobId });
  for (let passed = 0; passed < 22_000; passed += 1_000) {
    await world.pass(1_000);
    world.publish(world.frames.append("stage", { stage: "generating" }, jobId));
  }
  assert.equal(quiet.socket.types.filter((type) => type === "heartbeat").length, 1);
  assert.equal(busy.socket.types.includes("heartbeat"), false);
});

Deno.test("a peer not heard for 20 seconds is pinged, and dropped with 4000 after 45", async () => {
  await using world = new SessionWorld();
  const { socket } = world.open();
  await world.pass(20_000);
  assert.equal(socket.pings, 1);
  await world.pass(24_000);
  assert.deepEqual([socket.pings, socket.closedWith], [2, []]);
  await world.pass(1_000);
  assert.deepEqual(socket.closedWith, [4000]);
});

Deno.test("a pong or any message keeps a socket alive", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  for (let i = 0; i < 3; i++) {
    await world.pass(40_000);
    client.handler.pong();
    await world.pass(40_000);
    await client.say({ type: "ping" });
  }
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("a standstill of the process drops nobody", async () => {
  await using world = new SessionWorld();
  const silent = world.open();
  const slow = world.open();
  slow.socket.bufferedBytes = limits.MAX_UNSENT_BYTES + 1;
  await world.pass(1_000);
  const clock = world.clock as unknown as { nowMs: () => number };
  const { nowMs } = world.clock;
  clock.nowMs = () => nowMs() + 60_000;
  await world.pass(1_000);
  assert.deepEqual([silent.socket.closedWith, slow.socket.closedWith], [[], []]);
});

Deno.test("a socket that does not answer our Close is freed two seconds later", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.handler.binary();
  await world.pass(1_000);
  assert.equal(client.socket.isTerminated, false);
  await world.pass(1_000);
  assert.equal(client.socket.isTerminated, true);
  client.handler.closed(1006);
  assert.equal(world.sessions.size, 0);
});

Deno.test("a closed socket is told of once, watches nothing and is sent nothing", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(0);
  await client.say({ type: "subscribe", id: "s", jobId });
  client.handler.closed(1000);
  world.publish(world.frames.append("stage", { stage: "storing" }, jobId));
  await client.say({ type: "ping" });
  assert.deepEqual(client.socket.types, ["hello", "subscribed"]);
  assert.deepEqual([world.gone, world.sessions.size], [1, 0]);
});

Deno.test("a generate is carried through though its socket is gone meanwhile", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.handler.message(JSON.stringify({ type: "generate", id: "g", songs: THREE_SONGS }));
  client.handler.message(JSON.stringify({ type: "generate", id: "h", songs: THREE_SONGS }));
  await Promise.resolve();
  client.handler.closed(1006);
  await settle();
  assert.equal(world.jobs.submitted.length, 1);
  assert.deepEqual(client.socket.types, ["hello"]);
});

Deno.test("a drain is announced to every client, and disposing closes with 1001", async () => {
  await using world = new SessionWorld();
  const [first, second] = [world.open(), world.open()];
  world.sessions.warnOfDrain();
  assert.deepEqual(first.socket.last, { type: "going_away", retryAfterMs: 2500 });
  assert.deepEqual(second.socket.last, { type: "going_away", retryAfterMs: 2500 });
  const disposed = world.sessions[Symbol.asyncDispose]();
  assert.deepEqual([first.socket.closedWith, second.socket.closedWith], [[1001], [1001]]);
  first.handler.closed(1001);
  await world.pass(2_000);
  assert.equal(second.socket.isTerminated, true);
  second.handler.closed(1006);
  await disposed;
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

Deno.test("the frames of a slow reader wait in order, of progress only the latest", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(0);
  await client.say({ type: "subscribe", id: "s", jobId });
  client.socket.isStuck = true;
  client.socket.bufferedBytes = 64 * 1024;
  const sent = client.socket.texts.length;
  for (let progress = 1; progress <= 3; progress++) {
    world.publish(world.frames.unstored("progress", { ...PROGRESS, progress }, jobId));
    world.publish(world.frames.append("stage", { stage: "generating" }, jobId));
    world.publish(world.frames.unstored("progress", { ...PROGRESS, progress }, jobId));
  }
  assert.equal(client.socket.texts.length, sent);
  client.unstick();
  assert.deepEqual(
    client.socket.messages.slice(2).map(({ type, seq, progress }) => [type, seq, progress]),
    [
      ["stage", 1, undefined],
      ["stage", 2, undefined],
      ["stage", 3, undefined],
      ["progress", 3, 3],
    ],
  );
});

Deno.test("a reader over 1 MiB behind for 15 seconds is closed with 4009 and freed", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.socket.bufferedBytes = limits.MAX_UNSENT_BYTES + 1;
  await world.pass(15_000);
  assert.deepEqual(client.socket.closedWith, []);
  await world.pass(1_000);
  assert.deepEqual(client.socket.closedWith, [4009]);
  await world.pass(2_000);
  assert.equal(client.socket.isTerminated, true);
});

Deno.test("a reader of exactly 1 MiB behind, or one that catches up in time, is kept", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.socket.bufferedBytes = limits.MAX_UNSENT_BYTES;
  await world.pass(20_000);
  client.handler.pong();
  client.socket.bufferedBytes++;
  await world.pass(14_000);
  client.socket.bufferedBytes--;
  await world.pass(1_000);
  client.socket.bufferedBytes++;
  await world.pass(14_000);
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("what a reader has no room for stays in the log and follows without loss", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const neighbour = world.open();
  const jobId = world.addJob(0);
  await client.say({ type: "subscribe", id: "s", jobId });
  await neighbour.say({ type: "subscribe", id: "s", jobId });
  client.socket.isStuck = true;
  const notes = Array.from({ length: 1000 }, () => [0.5, 0.25, 60, 100, 0, 1] as const);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes: [...notes] } as never;
  for (let i = 0; i < 100; i++) world.publish(world.frames.append("bars", bars, jobId));
  const sizeOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);
  const frameBytes = sizeOf(neighbour.socket.texts.slice(2)) / 100;
  assert.equal(neighbour.socket.messages.length, 102);
  await world.pass(1_000);
  assert.ok(100 * frameBytes > 1.5 * limits.MAX_UNSENT_BYTES, "the test needs more frames");
  assert.ok(client.socket.bufferedBytes < 64 * 1024 + frameBytes);
  while (client.socket.bufferedBytes > 0) {
    client.socket.bufferedBytes = 0;
    client.handler.drained();
    await settle();
  }
  assert.deepEqual(
    client.socket.messages.slice(2).map(({ seq }) => seq),
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  assert.deepEqual(client.socket.closedWith, []);
});

Deno.test("a reader of many jobs that trickles has no more read for it than it takes", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  client.socket.isStuck = true;
  const notes = Array.from({ length: 1000 }, () => [0.5, 0.25, 60, 100, 0, 1] as const);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes: [...notes] } as never;
  const jobIds = Array.from({ length: 20 }, () => world.addJob(0));
  for (const jobId of jobIds) {
    for (let i = 0; i < 20; i++) world.frames.append("bars", bars, jobId);
    await client.say({ type: "subscribe", id: "s", jobId, after: 0 });
  }
  let most = 0;
  while (client.socket.bufferedBytes > 0) {
    const reads = world.frames.reads;
    client.socket.bufferedBytes = 0;
    client.handler.drained();
    await settle();
    most = Math.max(most, world.frames.reads - reads);
  }
  const bySeq = Object.groupBy(
    client.socket.messages.filter(({ type }) => type === "bars"),
    ({ jobId }) => String(jobId),
  );
  for (const jobId of jobIds) {
    assert.deepEqual(
      bySeq[jobId]?.map(({ seq }) => seq),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  }
  assert.ok(most <= 4, `${most} pages for half a MiB`);
});

Deno.test("a stuck reader with more in the log than fits is closed with 4009", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(0);
  const notes = Array.from({ length: 1000 }, () => [0.5, 0.25, 60, 100, 0, 1]);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes } as never;
  for (let i = 0; i < 100; i++) world.frames.append("bars", bars, jobId);
  client.socket.isStuck = true;
  await client.say({ type: "subscribe", id: "s", jobId, after: 0 });
  await world.pass(16_000);
  assert.deepEqual(client.socket.closedWith, [4009]);
});

Deno.test("a client that understands batches gets arrays, urgent frames at once", async () => {
  await using world = new SessionWorld();
  const client = world.open({ isBatch: true });
  const jobId = world.addJob(0);
  await client.say({ type: "subscribe", id: "s", jobId });
  const start = client.socket.texts.length;
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes: [] };
  world.publish(world.frames.append("bars", bars, jobId));
  world.publish(world.frames.append("bars", bars, jobId));
  assert.equal(client.socket.texts.length, start);
  world.clock.advance(BATCH_MS);
  assert.equal(client.socket.texts.length, start + 1);
  world.publish(world.frames.append("bars", bars, jobId));
  world.publish(world.frames.append("stage", { stage: "storing" }, jobId));
  world.publish(world.frames.append("completed", { job: sampleJob({ jobId }) }, jobId));
  assert.deepEqual(
    client.socket.texts.slice(start).map((text) => [JSON.parse(text)].flat().length),
    [2, 2, 1],
  );
  assert.deepEqual(client.socket.messages.slice(2).map(({ seq }) => seq), [1, 2, 3, 4, 5]);
});

Deno.test("a batch of 16 KiB goes out at once, also from the log", async () => {
  await using world = new SessionWorld();
  const client = world.open({ isBatch: true });
  const jobId = world.addJob(0);
  const note = [0.25, 0.5, 60, 100, 0, 0] as const;
  const notes = Array.from({ length: 250 }, () => [...note] as [...typeof note]);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes };
  for (let i = 0; i < 5; i++) world.frames.append("bars", bars, jobId);
  await client.say({ type: "subscribe", id: "s", jobId, after: 0 });
  for (let i = 0; i < 4; i++) world.publish(world.frames.append("bars", bars, jobId));
  assert.deepEqual(
    client.socket.texts.slice(2).map((text) => [JSON.parse(text)].flat().length),
    [3, 2, 3],
  );
});

Deno.test("a client that knows no batches gets one frame a message", async () => {
  await using world = new SessionWorld();
  const client = world.open();
  const jobId = world.addJob(40);
  await client.say({ type: "subscribe", id: "s", jobId, after: 0 });
  assert.ok(client.socket.texts.every((text) => text.startsWith("{")));
  assert.equal(client.socket.texts.length, 42);
});
