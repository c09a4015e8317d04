import assert from "node:assert/strict";
import type { BlendRequest } from "../../src/client/channel.ts";
import { MAX_BAD_REQUESTS } from "../../src/client/connection.ts";
import { MAX_UNANSWERED_REQUESTS, REQUEST_TIMEOUT_MS } from "../../src/client/pending_requests.ts";
import { Refusal } from "../../src/client/refusal.ts";
import { Unreachable } from "../../src/client/unreachable.ts";
import type { Problem } from "../../src/client/wire.ts";
import { createConnectionWorld, openConnectionWorld } from "../support/connection_world.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

const REQUEST: BlendRequest = {
  songs: ["El Grillo", "Come Again", "An Sylvia"],
  options: sampleJob().options,
  idempotencyKey: "key-1",
};

const NEVER = new AbortController().signal;

function problem(code: string): Problem {
  return { type: "", title: "", status: 422, detail: `It is ${code}`, code, requestId: "r" };
}

Deno.test("generate gives the accepted job", async () => {
  const { connection, sockets } = openConnectionWorld();
  const answer = connection.generate(REQUEST, NEVER);
  const { id, songs, idempotencyKey } = sockets.current.last("generate");
  assert.deepEqual(songs, REQUEST.songs);
  assert.equal(idempotencyKey, "key-1");
  sockets.current.say({ type: "accepted", id, job: sampleJob() });
  assert.deepEqual(await answer, sampleJob());
});

Deno.test("generate that a break left unanswered goes out again with the same key", async () => {
  const { connection, clock, sockets } = openConnectionWorld();
  const answer = connection.generate(REQUEST, NEVER);
  sockets.current.break();
  clock.advance(250);
  assert.equal(sockets.current.sent.length, 0);
  sockets.current.hello();
  const again = sockets.current.last("generate");
  assert.equal(again.idempotencyKey, "key-1");
  sockets.current.say({ type: "accepted", id: again.id, job: sampleJob() });
  assert.equal((await answer).jobId, SAMPLE_JOB_ID);
});

Deno.test("generate asked before the connection is open goes out with hello", () => {
  const { connection, sockets } = createConnectionWorld();
  const stop = new AbortController();
  connection.connect();
  connection.generate(REQUEST, stop.signal).catch(() => {});
  assert.equal(sockets.current.sent.length, 0);
  sockets.current.hello();
  assert.equal(sockets.current.last("generate").idempotencyKey, "key-1");
  stop.abort();
});

Deno.test("generate refused by the server fails with its problem", async () => {
  const { connection, sockets } = openConnectionWorld();
  const answer = connection.generate(REQUEST, NEVER);
  const { id } = sockets.current.last("generate");
  sockets.current.say({ type: "error", id, error: problem("song_not_found") });
  await assert.rejects(answer, (error) => {
    assert.ok(error instanceof Refusal);
    return error.problem.code === "song_not_found";
  });
});

Deno.test("generate refused by a draining server goes to the next one", async () => {
  const { connection, clock, sockets } = openConnectionWorld();
  const answer = connection.generate(REQUEST, NEVER);
  const { id } = sockets.current.last("generate");
  sockets.current.say({ type: "error", id, error: problem("draining") });
  sockets.current.break(1001);
  clock.advance(250);
  sockets.current.hello();
  const again = sockets.current.last("generate");
  sockets.current.say({ type: "accepted", id: again.id, job: sampleJob() });
  assert.equal((await answer).jobId, SAMPLE_JOB_ID);
});

Deno.test("request without an answer fails after its time limit", async () => {
  const { connection, clock } = createConnectionWorld();
  connection.connect();
  const answer = connection.search({ q: "grillo", limit: 5 }, NEVER);
  clock.advance(REQUEST_TIMEOUT_MS);
  await assert.rejects(answer, Unreachable);
  connection.close();
});

Deno.test("aborted search is not sent again after a break", async () => {
  const { connection, clock, sockets } = openConnectionWorld();
  const stop = new AbortController();
  const answer = connection.search({ q: "gri", limit: 5 }, stop.signal);
  stop.abort(new Error("typed on"));
  await assert.rejects(answer, /typed on/);
  sockets.current.break();
  clock.advance(250);
  sockets.current.hello();
  assert.equal(sockets.current.sent.length, 0);
});

Deno.test("request whose signal is aborted already is never sent", async () => {
  const { connection, sockets } = openConnectionWorld();
  await assert.rejects(connection.cancel(SAMPLE_JOB_ID, AbortSignal.abort(new Error("no"))), /no/);
  assert.equal(sockets.current.sent.length, 0);
});

Deno.test("many requests go out a few at a time, and after a break from the first on", async () => {
  const { connection, clock, sockets } = openConnectionWorld();
  const answers = Array.from(
    { length: MAX_UNANSWERED_REQUESTS + 2 },
    () => connection.search({ q: "grillo", limit: 5 }, NEVER),
  );
  const sent = () => sockets.current.sent;
  assert.equal(sent().length, MAX_UNANSWERED_REQUESTS);
  sockets.current.say({ type: "songs", id: idOf(sent()[0]!), songs: [], nextCursor: null });
  assert.equal(sent().length, MAX_UNANSWERED_REQUESTS + 1);
  assert.deepEqual(await answers[0], { songs: [], nextCursor: null });
  sockets.current.break();
  clock.advance(250);
  sockets.current.hello();
  assert.equal(sent().length, MAX_UNANSWERED_REQUESTS);
  for (let i = 0; i <= MAX_UNANSWERED_REQUESTS; i++) {
    sockets.current.say({ type: "songs", id: idOf(sent()[i]!), songs: [], nextCursor: null });
  }
  assert.equal((await Promise.all(answers)).length, MAX_UNANSWERED_REQUESTS + 2);
});

Deno.test("an aborted request takes up room until the server has answered it", async () => {
  const { connection, sockets } = openConnectionWorld();
  const stop = new AbortController();
  const aborted = Array.from(
    { length: MAX_UNANSWERED_REQUESTS },
    () => connection.search({ q: "gri", limit: 5 }, stop.signal),
  );
  const answer = connection.search({ q: "grillo", limit: 5 }, NEVER);
  stop.abort();
  await Promise.allSettled(aborted);
  assert.equal(sockets.current.last("search").q, "gri");
  const { id } = sockets.current.last("search");
  sockets.current.say({ type: "songs", id, songs: [], nextCursor: null });
  const again = sockets.current.last("search");
  assert.equal(again.q, "grillo");
  sockets.current.say({ type: "songs", id: again.id, songs: [], nextCursor: null });
  assert.deepEqual(await answer, { songs: [], nextCursor: null });
});

Deno.test("requests against the schema never end the connection for good", async () => {
  const { connection, clock, sockets, status } = openConnectionWorld();
  for (let i = 0; i < MAX_BAD_REQUESTS; i++) {
    assert.equal(sockets.opened.length, 1);
    const answer = connection.search({ q: "grillo", limit: 5 }, NEVER).catch((error) => error);
    const { id } = sockets.current.last("search");
    sockets.current.say({ type: "error", id, error: problem("invalid_request") });
    assert.ok(await answer instanceof Refusal);
  }
  assert.equal(status(), "waiting");
  clock.advance(250);
  sockets.current.hello();
  assert.equal(sockets.opened.length, 2);
  assert.equal(status(), "open");
});

function idOf(message: { readonly id?: string | undefined }): string {
  assert.ok(message.id);
  return message.id;
}
