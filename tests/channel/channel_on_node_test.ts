import assert from "node:assert/strict";
import { openNodeListener } from "../../src/listener/node_listener.ts";
import { testChannel } from "../support/channel_suite.ts";
import { ChannelWorld } from "../support/channel_world.ts";
import { eventually } from "../support/eventually.ts";

testChannel(openNodeListener);

Deno.test("a long poll whose client goes away is over at once", async () => {
  await using world = await ChannelWorld.open(openNodeListener);
  const end = new AbortController();
  const status = `${world.url}/api/status/${world.addJob(1)}`;
  const poll = fetch(`${status}?wait=30&after=1`, { signal: end.signal });
  await eventually(() => assert.equal(world.slots.taken, 1), { everyMs: 5 });
  end.abort();
  await assert.rejects(poll);
  await eventually(() => assert.equal(world.slots.taken, 0), { everyMs: 5 });
});

Deno.test("a peer that answers no ping is closed, freed and gives its slot back", async () => {
  await using world = await ChannelWorld.open(openNodeListener);
  using silent = (await world.connect()).connection;
  await world.pass(45_000);
  assert.equal(await silent.readCloseCode(), 4000);
  await world.pass(2_000);
  const left = () => assert.deepEqual([world.sessions.size, world.slots.taken], [0, 0]);
  await eventually(left, { everyMs: 5 });
});
