import assert from "node:assert/strict";
import { call } from "../support/api_client.ts";
import { type EmbeddedWorld, openEmbeddedWorld, SERVER_KEY } from "./embedded_world.ts";
import { dieAtStart, type Fault, type MortalServer, NEVER } from "./mortal_process.ts";
import type { Path } from "./scripted_service.ts";
import { CLIENT_KEY } from "./sure_client.ts";

/** Of the 50 there must be; the rest are on a PostgreSQL server. */
const MIN_KILLS = 25;
const JOBS = 2;

type Round = {
  readonly fault?: Fault;
  readonly held?: Path;
  readonly during?: (server: MortalServer) => unknown;
};

Deno.test("jobs on the embedded database outlive each process that is killed", async (t) => {
  await using world = await openEmbeddedWorld();
  let kills = 0;
  /** A process that is killed where the point is; calls of the ML service may be held meanwhile. */
  const step = async (name: string, { fault = NEVER, held, during }: Round) => {
    const isOk = await t.step(name, async () => {
      const server = await world.start(fault);
      await world.untilAllEnded();
      const hold = held && world.service.hold(SERVER_KEY, held);
      await server.arm();
      for (let n = 0; n < JOBS; n++) void world.submit();
      await hold?.called;
      await during?.(server);
      if (fault !== NEVER) await server.untilStruck();
      await server.untilKilled();
      hold?.release();
      kills++;
    });
    if (!isOk) throw new Error(`The round "${name}" failed`);
  };
  const kill = (server: MortalServer) => server.kill("SIGKILL");
  const cancel = () => cancelLatest(world);

  await step("before a submit is committed", { fault: { point: "before a submit is committed" } });
  await step("after a submit that nobody heard of", { fault: { point: "after a submit" } });
  await step("before a claim is committed", { fault: { point: "before a claim is committed" } });
  await step("after a claim", { fault: { point: "after a claim" } });
  await t.step("while it takes the jobs of the one before it", async () => {
    await dieAtStart(world.env, { point: "before a reaping is committed" });
    await dieAtStart(world.env, { point: "after a reaping" });
    kills += 2;
  });
  await step("after the claim of a second job", { fault: { point: "after a claim", count: 2 } });
  await step("during the ML call", { held: "/generate", during: kill });
  await step("after bars are stored", { fault: { point: "after frames of a call are stored" } });
  await step("after more bars are stored", {
    fault: { point: "after frames of a call are stored", count: 2 },
  });
  await step("while it writes the MIDI", { fault: { point: "before a file has its name" } });
  await step("after the MIDI is stored", { fault: { point: "after the MIDI is stored" } });
  await step("after the second MIDI is stored", {
    fault: { point: "after the MIDI is stored", count: 2 },
  });
  await step("before the MIDI is published", { fault: { point: "before the MIDI is published" } });
  await step("after the MIDI is published", { fault: { point: "after the MIDI is published" } });
  await step("during the conversion", { held: "/convert-to-mp3", during: kill });
  await step("while it writes a later file", {
    fault: { point: "before a file has its name", count: 3 },
  });
  await step("after the MP3 is stored", { fault: { point: "after the MP3 is stored" } });
  await step("after the second MP3 is stored", {
    fault: { point: "after the MP3 is stored", count: 2 },
  });
  await step("before the settling commit", { fault: { point: "before the settling commit" } });
  await step("before the second settling commit", {
    fault: { point: "before the settling commit", count: 2 },
  });
  await step("after the settling commit", { fault: { point: "after the settling commit" } });
  await step("after the second settling commit", {
    fault: { point: "after the settling commit", count: 2 },
  });
  await step("during a heartbeat", { fault: { point: "during a heartbeat" }, held: "/generate" });
  await step("after a heartbeat", { fault: { point: "after a heartbeat" }, held: "/generate" });
  await step("before a cancel is committed", {
    fault: { point: "before a cancel is committed" },
    held: "/generate",
    during: cancel,
  });
  await step("after a cancel", {
    fault: { point: "after a cancel" },
    held: "/generate",
    during: cancel,
  });

  await t.step("and nothing is lost, nothing twice", async () => {
    await world.start(NEVER);
    await world.untilAllEnded();
    const { orphans } = await world.judge();
    assert.ok(kills >= MIN_KILLS, `${kills} kills`);
    assert.ok(orphans <= kills * JOBS, `${orphans} orphans`);
  });
});

/** The process may be gone before it answers. */
async function cancelLatest(world: EmbeddedWorld): Promise<void> {
  const { jobId } = await world.latest();
  const url = `${world.server().url}/api/jobs/${jobId}/cancel`;
  const headers = { Authorization: `Bearer ${CLIENT_KEY}` };
  await call(url, { method: "POST", headers }).then((answer) => answer.body?.cancel(), () => {});
}
