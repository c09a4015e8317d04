import assert from "node:assert/strict";
import {
  COMMENT_MS,
  createEventStreams,
  MAX_STREAM_BYTES,
} from "../../src/channel/event_streams.ts";
import { AppError } from "../../src/errors.ts";
import type { Job } from "../../src/jobs/job.ts";
import { HubWorld, settle } from "../support/hub_world.ts";
import { MemoryJobs } from "../support/memory_jobs.ts";
import { SAMPLE_JOB_ID, sampleJob } from "../support/sample_job.ts";

const PROGRESS = { progressBasis: "reported", stage: "generating", eta: null } as const;

class StreamWorld extends HubWorld {
  readonly jobs = new MemoryJobs();
  readonly streams = createEventStreams({ jobs: this.jobs, hub: this.hub, clock: this.clock });

  constructor(changes: Partial<Job> = {}) {
    super();
    this.jobs.add(sampleJob(changes), "owner");
  }

  async open(after = 0, signal = new AbortController().signal): Promise<Reader> {
    return new Reader(await this.streams.open(SAMPLE_JOB_ID, after, { signal }));
  }

  override [Symbol.dispose](): void {
    this.streams[Symbol.dispose]();
    super[Symbol.dispose]();
  }
}

class Reader {
  readonly response: Response;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(response: Response) {
    this.response = response;
    this.#reader = response.body!.getReader();
  }

  /** What there is, up to this many pieces. */
  async read(pieces: number): Promise<string> {
    let text = "";
    for (let i = 0; i < pieces; i++) {
      const { value } = await this.#reader.read();
      text += value === undefined ? "<end>" : new TextDecoder().decode(value);
    }
    return text;
  }

  cancel(): Promise<void> {
    return this.#reader.cancel();
  }
}

Deno.test("an event stream says when to come back, then sends each frame with its seq", async () => {
  using world = new StreamWorld();
  world.frames.append("started", { attempt: 1 });
  const reader = await world.open();
  assert.equal(reader.response.headers.get("Content-Type"), "text/event-stream");
  const [frame] = world.frames.frames();
  assert.equal(
    await reader.read(2),
    `retry: 2000\n\nid: 1000000\ndata: ${JSON.stringify(frame)}\n\n`,
  );
  world.publish(world.frames.append("stage", { stage: "fetching" }));
  assert.match(await reader.read(1), /^id: 1000001\ndata: \{"type":"stage"/);
  await reader.cancel();
});

Deno.test("an event stream goes on after the frame it is given", async () => {
  using world = new StreamWorld({ seq: 1_000_001 });
  world.frames.append("started", { attempt: 1 });
  world.frames.append("stage", { stage: "fetching" });
  const reader = await world.open(1_000_000);
  assert.match(await reader.read(2), /^retry: 2000\n\nid: 1000001\n/);
  await reader.cancel();
});

Deno.test("progress repeats the id of the last stored frame", async () => {
  using world = new StreamWorld();
  world.frames.append("started", { attempt: 1 });
  const reader = await world.open();
  await reader.read(2);
  world.publish(world.frames.unstored("progress", { ...PROGRESS, progress: 3 }));
  assert.match(await reader.read(1), /^id: 1000000\ndata: \{"type":"progress"/);
  await reader.cancel();
});

Deno.test("an event stream of an unknown job is not_found", async () => {
  using world = new StreamWorld();
  await assert.rejects(
    world.streams.open(crypto.randomUUID(), 0, { signal: new AbortController().signal }),
    (error) => error instanceof AppError && error.code === "not_found",
  );
});

Deno.test("an event stream ends after the last frame of the job", async () => {
  using world = new StreamWorld();
  const reader = await world.open();
  await reader.read(1);
  world.publish(world.frames.append("completed", { job: sampleJob() }));
  assert.match(await reader.read(2), /"type":"completed".*\n\n<end>$/);
  assert.equal(world.streams.size, 0);
});

Deno.test("a finished job is replayed to the end, past failures it was retried after", async () => {
  using world = new StreamWorld({ status: "completed", seq: 3 });
  world.frames.append("failed", { job: sampleJob() });
  world.frames.append("stage", { stage: "generating" });
  world.frames.append("completed", { job: sampleJob() });
  const whole =
    await (await world.streams.open(SAMPLE_JOB_ID, 0, { signal: new AbortController().signal }))
      .text();
  assert.deepEqual(whole.match(/^id: .*$/gm), ["id: 1", "id: 2", "id: 3"]);
});

Deno.test("who has the last frame of a finished job already is told to stop", async () => {
  using world = new StreamWorld({ status: "completed", seq: 3 });
  const response = await world.streams.open(SAMPLE_JOB_ID, 3, {
    signal: new AbortController().signal,
  });
  assert.deepEqual([response.status, response.body], [204, null]);
});

Deno.test("who comes back to a job that was retried gets a stream again", async () => {
  using world = new StreamWorld({ status: "pending", seq: 1 });
  world.frames.append("failed", { job: sampleJob() });
  const reader = await world.open(1);
  await reader.read(1);
  world.publish(world.frames.append("started", { attempt: 1 }));
  assert.match(await reader.read(1), /^id: 1000000\n/);
  await reader.cancel();
});

Deno.test("a comment comes every 15 seconds", async () => {
  using world = new StreamWorld();
  const reader = await world.open();
  await reader.read(1);
  await world.pass(COMMENT_MS);
  assert.equal(await reader.read(1), ":\n\n");
  await world.pass(COMMENT_MS);
  assert.equal(await reader.read(1), ":\n\n");
  await reader.cancel();
});

Deno.test("a reader that goes away is forgotten, and so is one whose request is aborted", async () => {
  using world = new StreamWorld();
  const controller = new AbortController();
  const reader = await world.open();
  await world.open(0, controller.signal);
  assert.equal(world.streams.size, 2);
  await reader.cancel();
  controller.abort();
  assert.equal(world.streams.size, 0);
});

Deno.test("a reader that does not read leaves the frames in the log and misses none", async () => {
  using world = new StreamWorld();
  const response = await world.streams.open(SAMPLE_JOB_ID, 0, {
    signal: new AbortController().signal,
  });
  await settle();
  const notes = Array.from({ length: 500 }, () => [0.5, 0.25, 60, 100, 0, 1]);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes } as never;
  for (let i = 0; i < 40; i++) world.publish(world.frames.append("bars", bars));
  world.publish(world.frames.unstored("progress", { ...PROGRESS, progress: 3 }));
  const reads = world.frames.reads;
  const reader = response.body!.getReader();
  const first = (await reader.read()).value!;
  await settle();
  assert.ok(40 * JSON.stringify(world.frames.frames()[0]).length > 4 * MAX_STREAM_BYTES);
  const text = [new TextDecoder().decode(first)];
  while (!text.at(-1)!.includes("id: 40\n")) {
    text.push(new TextDecoder().decode((await reader.read()).value));
  }
  const ids = text.join("").match(/^id: \d+$/gm);
  assert.deepEqual(ids, Array.from({ length: 40 }, (_, i) => `id: ${i + 1}`));
  assert.ok(world.frames.reads > reads);
  await reader.cancel();
});

Deno.test("of the progress that a reader has no room for only the latest is kept", async () => {
  using world = new StreamWorld();
  const response = await world.streams.open(SAMPLE_JOB_ID, 0, {
    signal: new AbortController().signal,
  });
  await settle();
  const notes = Array.from({ length: 5000 }, () => [0.5, 0.25, 60, 100, 0, 1]);
  const bars = { startBar: 0, bars: 1, secondsPerBar: 2, notes } as never;
  world.publish(world.frames.append("bars", bars));
  for (let progress = 1; progress <= 3; progress++) {
    world.publish(world.frames.unstored("progress", { ...PROGRESS, progress }));
  }
  const reader = response.body!.getReader();
  const pieces = [];
  for (let i = 0; i < 3; i++) pieces.push(new TextDecoder().decode((await reader.read()).value));
  assert.match(pieces[2]!, /"progress":3/);
  await reader.cancel();
});

Deno.test("disposing ends every stream", async () => {
  const world = new StreamWorld();
  const reader = await world.open();
  await reader.read(1);
  world[Symbol.dispose]();
  assert.equal(await reader.read(1), "<end>");
  assert.equal(world.clock.pendingTimers, 0);
});

Deno.test("a stream that is opened as all are disposed ends too", async () => {
  const world = new StreamWorld();
  const opened = world.open();
  world[Symbol.dispose]();
  const reader = await opened;
  assert.match(await reader.read(1), /^retry: /);
  assert.equal(await reader.read(1), "<end>");
  assert.equal(world.streams.size, 0);
});
