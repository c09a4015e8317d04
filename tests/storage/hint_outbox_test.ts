import assert from "node:assert/strict";
import type { Hint } from "../../src/jobs/hints.ts";
import {
  HintOutbox,
  MAX_PAYLOAD_BYTES,
  MAX_WAITING,
  readPayload,
} from "../../src/storage/postgres/hint_outbox.ts";
import { eventually } from "../support/eventually.ts";

function openOutbox(notify: (payload: string) => Promise<void> = () => Promise.resolve()) {
  const payloads: string[] = [];
  const outbox = new HintOutbox("me", (payload) => {
    payloads.push(payload);
    return notify(payload);
  });
  const sent = () => payloads.map((payload) => readPayload(payload, "you")!);
  return { outbox, payloads, sent, [Symbol.dispose]: () => outbox[Symbol.dispose]() };
}

function stored(jobId: string): Hint {
  return { type: "frames_stored", jobId };
}

function shown(jobId: string, progress: number, message = ""): Hint {
  const frame = {
    type: "progress",
    jobId,
    seq: 1_000_000,
    at: "2026-10-01T12:00:00.000Z",
    progress,
    progressBasis: "estimated",
    stage: "generating",
    message,
    eta: null,
  } as const;
  return { type: "frame_shown", envelope: { frame } };
}

Deno.test("hints of one turn leave in one notification, each of a kind once", async () => {
  using world = openOutbox();
  for (const hint of [stored("a"), { type: "job_ready" }, stored("a"), stored("b")] as const) {
    world.outbox.add(hint);
  }
  await eventually(() =>
    assert.deepEqual(world.sent(), [[stored("a"), { type: "job_ready" }, stored("b")]])
  );
});

Deno.test("of progress only the latest leaves", async () => {
  using world = openOutbox();
  world.outbox.add(shown("a", 10));
  world.outbox.add(shown("a", 20));
  await eventually(() => assert.deepEqual(world.sent(), [[shown("a", 20)]]));
});

Deno.test("hints that come while one is on its way leave after it", async () => {
  const first = Promise.withResolvers<void>();
  using world = openOutbox(() => world.payloads.length === 1 ? first.promise : Promise.resolve());
  world.outbox.add(stored("a"));
  await eventually(() => assert.equal(world.payloads.length, 1));
  world.outbox.add(stored("b"));
  first.resolve();
  await eventually(() => assert.deepEqual(world.sent(), [[stored("a")], [stored("b")]]));
});

Deno.test("no payload is longer than PostgreSQL takes, and no hint is lost for it", async () => {
  using world = openOutbox();
  const hints = Array.from({ length: MAX_WAITING }, () => stored(crypto.randomUUID()));
  for (const hint of hints) world.outbox.add(hint);
  await eventually(() => assert.deepEqual(world.sent().flat(), hints));
  const bytes = world.payloads.map((payload) => new TextEncoder().encode(payload).length);
  assert.ok(Math.max(...bytes) <= MAX_PAYLOAD_BYTES);
});

Deno.test("a hint that is longer than any payload is left out", async () => {
  using world = openOutbox();
  world.outbox.add(shown("a", 1, "é".repeat(MAX_PAYLOAD_BYTES / 2)));
  world.outbox.add(stored("b"));
  await eventually(() => assert.deepEqual(world.sent().flat(), [stored("b")]));
});

Deno.test("more hints than are worth telling become one that says so", async () => {
  using world = openOutbox();
  for (let n = 0; n <= MAX_WAITING; n++) world.outbox.add(stored(String(n)));
  await eventually(() =>
    assert.deepEqual(world.sent(), [[{ type: "hints_missed" }, stored(String(MAX_WAITING))]])
  );
});

Deno.test("a notification that fails is lost, and the next one leaves", async () => {
  using world = openOutbox((payload) =>
    payload.includes('"a"') ? Promise.reject(new Error("no database")) : Promise.resolve()
  );
  world.outbox.add(stored("a"));
  await eventually(() => assert.equal(world.payloads.length, 1));
  world.outbox.add(stored("b"));
  await eventually(() => assert.deepEqual(world.sent().at(-1), [stored("b")]));
});

Deno.test("an outbox that is closed while a notification is on its way waits no more", async () => {
  const first = Promise.withResolvers<void>();
  const world = openOutbox(() => first.promise);
  world.outbox.add(stored("a"));
  await eventually(() => assert.equal(world.payloads.length, 1));
  world[Symbol.dispose]();
  // A timer begun now would still run when this test has ended, which fails it.
  first.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
});

Deno.test("own payloads and those of strangers are no hints", () => {
  assert.equal(readPayload('["me",{"type":"job_ready"}]', "me"), undefined);
  assert.equal(readPayload("not ours", "me"), undefined);
  assert.equal(readPayload('{"type":"job_ready"}', "me"), undefined);
  assert.deepEqual(readPayload('["you",{"type":"job_ready"}]', "me"), [{ type: "job_ready" }]);
});

Deno.test("what is no hint in a payload is passed over", () => {
  const frame = { type: "progress", jobId: "a", seq: 1 };
  const payload = JSON.stringify([
    "you",
    null,
    "job_ready",
    { type: "unknown" },
    { type: "frames_stored" },
    { type: "job_cancelled", jobId: 1 },
    { type: "frame_shown" },
    { type: "frame_shown", envelope: { frame: { ...frame, seq: "1" } } },
    { type: "frame_shown", envelope: { frame } },
    { type: "frames_stored", jobId: "a" },
  ]);
  assert.deepEqual(readPayload(payload, "me"), [
    { type: "frame_shown", envelope: { frame } },
    stored("a"),
  ]);
});
