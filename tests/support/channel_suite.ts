// The channel from socket to socket, on a listener and behind the HTTP edge it runs with.

import assert from "node:assert/strict";
import type { SongSummary } from "../../src/songs/song.ts";
import { ChannelWorld, nextMessage } from "./channel_world.ts";
import { eventually } from "./eventually.ts";
import { settle } from "./hub_world.ts";
import type { OpenListener } from "./listener_world.ts";
import { RawConnection, upgradeRequest } from "./raw_connection.ts";
import { THREE_SONGS } from "./session_world.ts";

/** A hundred of its kind are more than any buffer of the system takes. */
const LONG_SONG: SongSummary = {
  songId: crypto.randomUUID(),
  title: "x".repeat(200_000),
  artist: "",
  durationSeconds: 1,
  tempoBpm: 100,
  key: "C major",
  hasDrums: false,
  license: "",
  score: 1,
};

/** Declares the tests for one listener. */
export function testChannel(open: OpenListener): void {
  Deno.test("a socket carries a blend from generate to its frames", async () => {
    await using world = await ChannelWorld.open(open);
    const { connection, head } = await world.connect(["Sec-WebSocket-Protocol: a,orpheus.v1"]);
    using _ = connection;
    assert.match(head, /sec-websocket-protocol: orpheus\.v1\r/i);
    assert.match(head, /set-cookie: orpheus_client=[^;]+; .*HttpOnly; SameSite=Lax/i);
    assert.equal((await nextMessage(connection)).type, "hello");
    await connection.sendFrame(
      JSON.stringify({ type: "generate", id: "g", songs: THREE_SONGS }),
    );
    const { job } = await nextMessage(connection) as unknown as { job: { jobId: string } };
    await settle();
    world.publish(world.frames.append("started", { attempt: 1 }, job.jobId));
    assert.equal((await nextMessage(connection)).type, "started");
  });

  Deno.test("a page of another site is refused with a whole problem and every header", async () => {
    await using world = await ChannelWorld.open(open);
    const answer = await refusalOf(world, upgradeRequest(["Origin: http://evil.test"]));
    assert.match(answer, /^HTTP\/1\.1 403 /);
    assert.match(answer, /content-type: application\/problem\+json/i);
    assert.match(answer, /content-security-policy: default-src 'none'/i);
    assert.match(answer, /x-request-id: /i);
    assert.match(answer, /"code":"forbidden_origin"/);
    assert.equal(world.sessions.size, 0);
  });

  Deno.test("another WebSocket version gets 426 and is told the right one", async () => {
    await using world = await ChannelWorld.open(open);
    const request = upgradeRequest().replace("Version: 13", "Version: 8");
    const answer = await refusalOf(world, request);
    assert.match(answer, /^HTTP\/1\.1 426 /);
    assert.match(answer, /sec-websocket-version: 13/i);
    assert.match(answer, /"code":"upgrade_required"/);
  });

  Deno.test("a plain GET gets 426", async () => {
    await using world = await ChannelWorld.open(open);
    const answer = await fetch(`${world.url}/api/ws`);
    assert.deepEqual([answer.status, (await answer.json()).code], [426, "upgrade_required"]);
  });

  Deno.test("one socket too many from an address gets 429 and when to come back", async () => {
    await using world = await ChannelWorld.open(open);
    using _first = (await world.connect()).connection;
    const { connection: second } = await world.connect();
    const answer = await refusalOf(world, upgradeRequest());
    assert.match(answer, /^HTTP\/1\.1 429 /);
    assert.match(answer, /retry-after: 5/i);
    second.close();
    await eventually(() => assert.equal(world.slots.taken, 1), { everyMs: 5 });
    const { connection: third, head } = await world.connect();
    third.close();
    assert.match(head, /^HTTP\/1\.1 101 /);
  });

  Deno.test("an upgrade while the server drains gets 503 and when to come back", async () => {
    await using world = await ChannelWorld.open(open);
    world.isDraining = true;
    const answer = await refusalOf(world, upgradeRequest());
    assert.match(answer, /^HTTP\/1\.1 503 /);
    assert.match(answer, /retry-after: /i);
    assert.match(answer, /"code":"draining"/);
  });

  Deno.test("handshakes that are broken off leave nothing behind", async () => {
    await using world = await ChannelWorld.open(open);
    for (let i = 0; i < 50; i++) {
      using connection = await RawConnection.open(world.port);
      await connection.write(upgradeRequest());
    }
    const left = () => assert.deepEqual([world.sessions.size, world.slots.taken], [0, 0]);
    await eventually(left, { everyMs: 5 });
  });

  Deno.test("a reader that stops reading is closed, freed and has slowed nobody", async () => {
    await using world = await ChannelWorld.open(open);
    using stuck = (await world.connect()).connection;
    using good = (await world.connect()).connection;
    const jobId = world.addJob(0);
    for (const connection of [stuck, good]) {
      await nextMessage(connection);
      await connection.sendFrame(JSON.stringify({ type: "subscribe", id: "s", jobId }));
      assert.equal((await nextMessage(connection)).type, "subscribed");
    }
    const notes = Array.from({ length: 5000 }, () => [0.5, 0.25, 60, 100, 0, 1]);
    const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes } as never;
    for (let i = 1; i <= 200; i++) {
      world.publish(world.frames.append("bars", bars, jobId));
      assert.equal((await nextMessage(good)).seq, i);
    }
    await world.pass(16_000);
    await world.pass(2_000);
    await eventually(() => assert.equal(world.sessions.size, 1), { everyMs: 5 });
    world.publish(world.frames.append("stage", { stage: "storing" }, jobId));
    assert.equal((await nextMessage(good)).type, "stage");
  });

  Deno.test("an event stream is forgotten when its reader goes away", async () => {
    await using world = await ChannelWorld.open(open);
    const jobId = world.addJob(2);
    const answer = await fetch(`${world.url}/api/jobs/${jobId}/events`, {
      headers: { "Last-Event-ID": "1" },
    });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("id: 2\n")) text += (await reader.read()).value;
    assert.doesNotMatch(text, /id: 1\n/);
    await reader.cancel();
    const left = () => assert.deepEqual([world.streams.size, world.slots.taken], [0, 0]);
    await eventually(left, { everyMs: 5 });
  });

  Deno.test("event streams and long polls are held up to the limit of all sockets", async () => {
    await using world = await ChannelWorld.open(open);
    using _socket = (await world.connect()).connection;
    const job = `${world.url}/api/jobs/${world.addJob(1)}`;
    const stream = await fetch(`${job}/events`);
    const status = job.replace("/jobs/", "/status/");
    const poll = fetch(`${status}?wait=30&after=1`);
    await eventually(() => assert.equal(world.slots.taken, 3), { everyMs: 5 });
    const refused = await fetch(`${job}/events`);
    assert.deepEqual([refused.status, (await refused.json()).code], [503, "sockets_full"]);
    assert.equal(refused.headers.get("Retry-After"), "5");
    const fresh = await fetch(`${status}?wait=30&after=0`);
    assert.equal((await fresh.json()).seq, 1);
    await world.pass(29_000);
    await world.pass(1_000);
    await world.pass(1_000);
    await (await poll).body?.cancel();
    await stream.body?.cancel();
    await eventually(() => assert.equal(world.slots.taken, 1), { everyMs: 5 });
  });

  Deno.test("who asks on and on and reads nothing is closed and freed", async () => {
    await using world = await ChannelWorld.open(open);
    let asked = 0;
    world.search = () => {
      asked++;
      return Promise.resolve({ songs: [LONG_SONG], nextCursor: null });
    };
    using deaf = (await world.connect()).connection;
    for (let n = 1; n <= 100; n++) {
      await deaf.sendFrame(JSON.stringify({ type: "search", id: `${n}`, q: "a" }));
      await eventually(() => assert.equal(asked, n), { everyMs: 1 });
    }
    await world.pass(16_000);
    await world.pass(2_000);
    await eventually(() => assert.equal(world.sessions.size, 0), { everyMs: 5 });
  });
}

async function refusalOf(world: ChannelWorld, request: string): Promise<string> {
  using connection = await RawConnection.open(world.port);
  await connection.write(request);
  const head = await connection.readHead();
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  return head + await connection.readBytes(length);
}
