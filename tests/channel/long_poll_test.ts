import assert from "node:assert/strict";
import { createWaitForJob, MAX_LOOK_MS, MIN_LOOK_MS } from "../../src/channel/long_poll.ts";
import type { Job } from "../../src/jobs/job.ts";
import { HubWorld, settle } from "../support/hub_world.ts";
import { MemoryJobs } from "../support/memory_jobs.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

class PollWorld extends HubWorld {
  readonly jobs = new MemoryJobs();
  looks = 0;
  readonly #wait = createWaitForJob({
    jobs: {
      find: (jobId) => {
        this.looks++;
        return this.jobs.find(jobId);
      },
    },
    hub: this.hub,
    clock: this.clock,
  });

  constructor() {
    super();
    this.jobs.add(sampleJob(), "owner");
  }

  wait(isNews: (job: Job) => boolean, signal = new AbortController().signal): Promise<Job> {
    return this.#wait(SAMPLE_JOB_ID, { isNews, timeoutMs: 30_000, signal });
  }

  /** The job moves on with a frame that tells of it. */
  move(): void {
    const envelope = this.frames.append("stage", { stage: "generating" });
    this.jobs.change(SAMPLE_JOB_ID, { seq: envelope.frame.seq });
    this.publish(envelope);
  }
}

const isLater = ({ seq }: Job) => seq > 0;

Deno.test("a poll for what is news already is answered at once", async () => {
  using world = new PollWorld();
  assert.equal((await world.wait(() => true)).jobId, SAMPLE_JOB_ID);
});

Deno.test("a poll is answered as soon as a frame brings news", async () => {
  using world = new PollWorld();
  const answer = world.wait(isLater);
  await settle();
  world.move();
  assert.equal((await answer).seq, 1);
  assert.equal(world.clock.nowMs(), 0);
});

Deno.test("a frame that comes between the first look and the watch is not missed", async () => {
  using world = new PollWorld();
  const answer = world.wait(isLater);
  world.move();
  await settle();
  assert.equal((await answer).seq, 1);
});

Deno.test("a poll sees progress that is not stored as a frame", async () => {
  using world = new PollWorld();
  const answer = world.wait(({ progress }) => progress > 0);
  await settle();
  world.jobs.change(SAMPLE_JOB_ID, { progress: 5 });
  world.publish(world.frames.unstored("progress", {
    progress: 5,
    progressBasis: "reported",
    stage: "generating",
    eta: null,
  }));
  assert.equal((await answer).progress, 5);
});

Deno.test("a poll sees what came by the database alone, a little later", async () => {
  using world = new PollWorld();
  const answer = world.wait(({ progress }) => progress > 0);
  await settle();
  world.jobs.change(SAMPLE_JOB_ID, { progress: 5 });
  await world.pass(MAX_LOOK_MS);
  assert.equal((await answer).progress, 5);
});

Deno.test("a poll without news is answered with the job when the time is up", async () => {
  using world = new PollWorld();
  const answer = world.wait(() => false);
  await settle();
  await world.pass(30_000);
  assert.equal((await answer).seq, 0);
  assert.ok(world.clock.nowMs() <= 30_000);
});

Deno.test("many frames cost few looks", async () => {
  using world = new PollWorld();
  const answer = world.wait(({ seq }) => seq === 100);
  await settle();
  for (let i = 0; i < 100; i++) {
    world.move();
    await settle();
  }
  assert.equal(world.looks, 2);
  world.clock.advance(MIN_LOOK_MS);
  await settle();
  assert.equal((await answer).seq, 100);
  assert.equal(world.looks, 3);
});

Deno.test("a poll whose peer goes away stops", async () => {
  using world = new PollWorld();
  const controller = new AbortController();
  const answer = world.wait(isLater, controller.signal);
  await settle();
  controller.abort();
  await assert.rejects(answer, { name: "AbortError" });
  const { looks } = world;
  world.move();
  await world.pass(30_000);
  assert.equal(world.looks, looks);
});
