import assert from "node:assert/strict";
import type { BlendRequest } from "../../src/client/channel.ts";
import { REQUEST_TIMEOUT_MS } from "../../src/client/pending_requests.ts";
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
  const answer = connection.search("grillo", 5, NEVER);
  clock.advance(REQUEST_TIMEOUT_MS);
  await assert.rejects(answer, Unreachable);
  connection.close();
});

Deno.test("aborted search is not sent again after a break", async () => {
  const { connection, clock, sockets } = openConnectionWorld();
  const stop = new AbortController();
  const answer = connection.search("gri", 5, stop.signal);
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
