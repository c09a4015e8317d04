import assert from "node:assert/strict";
import { type ClientStatus, Link, SLOW_TRY_MS } from "../../src/client/link.ts";
import type { Frame } from "../../src/client/wire.ts";
import { SAMPLE_JOB_ID, sampleFrame, sampleJob } from "../support/sample_job.ts";
import { ScriptedServer, scriptedStream } from "../support/scripted_server.ts";
import { ScriptedSockets } from "../support/scripted_sockets.ts";
import { settle } from "../support/settle.ts";

const stage = (seq: number) => sampleFrame("stage", seq, { stage: "generating" });

function createWorld({ isAlive = true } = {}) {
  const sockets = new ScriptedSockets();
  const stream = scriptedStream();
  const world = { isAlive };
  const server = new ScriptedServer({
    live: () => world.isAlive ? Response.json({}) : Promise.reject(new TypeError("refused")),
    status: () => Response.json(sampleJob()),
    events: stream.respond,
  });
  const statuses: ClientStatus[] = [];
  let ids = 0;
  const link = new Link({
    ...server.ports(),
    openSocket: sockets.open,
    newId: () => `id-${++ids}`,
  }, {
    onStatus: (status) => statuses.push(status),
    onHello: () => {},
  });
  link.connect();
  return { world, sockets, server, stream, statuses, link };
}

/** The newest socket breaks before it opens, and the next one is opened. */
async function failOnce({ sockets, server }: ReturnType<typeof createWorld>): Promise<void> {
  sockets.current.break();
  await settle();
  await server.advance(250);
}

Deno.test("link that opens tells so, with what the server said first", () => {
  const { sockets, statuses, link } = createWorld();
  sockets.current.hello();
  assert.deepEqual(statuses, ["connecting", "open"]);
  assert.equal(link.hello?.quota.limit, 10);
});

Deno.test("link goes by plain HTTP when sockets fail and the server lives", async () => {
  const parts = createWorld();
  await failOnce(parts);
  assert.equal(parts.link.status, "waiting");
  await failOnce(parts);
  assert.equal(parts.link.status, "http");
  assert.deepEqual(parts.statuses, ["connecting", "waiting", "http"]);
  parts.link.close();
});

Deno.test("link goes by plain HTTP when a socket takes too long to open", async () => {
  const { server, link } = createWorld();
  await server.advance(SLOW_TRY_MS - 1);
  assert.equal(link.status, "connecting");
  await server.advance(1);
  assert.equal(link.status, "http");
  link.close();
});

Deno.test("link only waits for a server that does not live", async () => {
  const parts = createWorld({ isAlive: false });
  await failOnce(parts);
  await failOnce(parts);
  await failOnce(parts);
  assert.deepEqual(parts.statuses, ["connecting", "waiting"]);
  parts.link.close();
});

Deno.test("link that goes by HTTP waits when the server dies", async () => {
  const parts = createWorld();
  await failOnce(parts);
  await failOnce(parts);
  parts.world.isAlive = false;
  await failOnce(parts);
  assert.equal(parts.link.status, "waiting");
  parts.link.close();
});

Deno.test("link moves a watch to the socket that opens, from where it was", async () => {
  const parts = createWorld();
  const { sockets, stream, link } = parts;
  const frames: Frame[] = [];
  const stop = link.channel.watch(SAMPLE_JOB_ID, 0, {
    onJob: () => {},
    onFrame: (frame) => frames.push(frame),
    onError: assert.fail,
  });
  await failOnce(parts);
  await failOnce(parts);
  stream.write(`data: ${JSON.stringify(stage(1))}\n\n`);
  await settle();
  sockets.current.hello();
  assert.equal(link.status, "open");
  const { id, after } = sockets.current.last("subscribe");
  assert.equal(after, 1);
  sockets.current.say({ type: "subscribed", id, job: sampleJob(), replayed: 0 });
  sockets.current.say(stage(2));
  assert.deepEqual(frames.map(({ seq }) => seq), [1, 2]);
  stop();
  link.close();
});

Deno.test("link whose server wants no more of it stays away until told to connect", async () => {
  const { sockets, server, link } = createWorld();
  sockets.current.hello();
  sockets.current.break(4500);
  await server.advance(60_000);
  assert.equal(link.status, "ended");
  assert.equal(sockets.opened.length, 1);
  link.connect();
  sockets.current.hello();
  assert.equal(link.status, "open");
});

Deno.test("closed link leaves no timer", async () => {
  const parts = createWorld();
  await failOnce(parts);
  await failOnce(parts);
  parts.link.close();
  await settle();
  assert.equal(parts.link.status, "closed");
  assert.equal(parts.server.clock.pendingTimers, 0);
});
