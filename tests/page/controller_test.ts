import assert from "node:assert/strict";
import { Refusal } from "../../src/client/refusal.ts";
import { Unreachable } from "../../src/client/unreachable.ts";
import { EXAMPLE_REPORT } from "../../src/http/example_report.ts";
import { settle } from "../support/settle.ts";
import { createPageWorld } from "../support/page_world.ts";
import { attemptSeq, SAMPLE_JOB_ID, sampleFrame, sampleJob } from "../support/sample_job.ts";

type World = ReturnType<typeof createPageWorld>;

function fill({ controller }: World): void {
  controller.typeSong(0, "El Grillo");
  controller.typeSong(1, "Come Again");
  controller.typeSong(2, "An Sylvia");
}

function filledWorld(parts?: Parameters<typeof createPageWorld>[0]): World {
  const world = createPageWorld(parts);
  fill(world);
  return world;
}

function refusal(code: string, errors?: { path: string; message: string }[]): Refusal {
  const problem = { type: "", title: "No", status: 422, detail: "Because", code, requestId: "" };
  return new Refusal(errors ? { ...problem, errors } : problem);
}

Deno.test("blend submits the form and shows the job it makes", async () => {
  const { controller, store, requests, watches, addresses } = filledWorld();
  assert.equal(await controller.blend(), true);
  assert.deepEqual(requests[0]?.songs, ["El Grillo", "Come Again", "An Sylvia"]);
  assert.equal(store.get().blend?.jobId, SAMPLE_JOB_ID);
  assert.deepEqual(addresses, [SAMPLE_JOB_ID]);
  assert.deepEqual([watches[0]?.jobId, watches[0]?.options.after], [SAMPLE_JOB_ID, 0]);
  assert.equal(store.get().jobs[0]?.jobId, SAMPLE_JOB_ID);
  assert.equal(store.get().isSending, false);
});

Deno.test("blend with a blank name complains and asks nobody", async () => {
  const { controller, store, requests } = createPageWorld();
  assert.equal(await controller.blend(), false);
  assert.equal(requests.length, 0);
  assert.notEqual(store.get().form.songs[0].complaint, undefined);
});

Deno.test("blend with a seed out of bounds asks nobody", async () => {
  const world = filledWorld();
  world.controller.setOptions({ seed: "-1" });
  assert.equal(await world.controller.blend(), false);
  assert.equal(world.requests.length, 0);
});

Deno.test("blend pressed twice while sending makes one request", async () => {
  const { promise, resolve } = Promise.withResolvers<ReturnType<typeof sampleJob>>();
  const { controller, requests } = filledWorld({ generate: [() => promise] });
  const first = controller.blend();
  assert.equal(await controller.blend(), false);
  resolve(sampleJob());
  await first;
  assert.equal(requests.length, 1);
});

Deno.test("a refused name is complained about at its field", async () => {
  const errors = [{ path: "songs.1", message: "No song fits" }];
  const generate = [() => Promise.reject(refusal("song_not_found", errors))];
  const { controller, store } = filledWorld({ generate });
  assert.equal(await controller.blend(), false);
  assert.equal(store.get().form.songs[1].complaint?.message, "No song fits");
  assert.equal(store.get().refusal?.code, "song_not_found");
});

Deno.test("changing the form takes the refusal away", async () => {
  const { controller, store } = filledWorld({ generate: [() => Promise.reject(refusal("x"))] });
  await controller.blend();
  assert.equal(store.get().refusal?.detail, "Because");
  controller.setOptions({ lengthSeconds: 60 });
  assert.equal(store.get().refusal, undefined);
});

Deno.test("a submit that nobody answered goes out again under the same key", async () => {
  const generate = [() => Promise.reject(new Unreachable("gone"))];
  const { controller, store, requests } = filledWorld({ generate });
  assert.equal(await controller.blend(), false);
  assert.equal(store.get().refusal?.code, "unreachable");
  assert.equal(await controller.blend(), true);
  assert.equal(requests[1]?.idempotencyKey, requests[0]?.idempotencyKey);
});

Deno.test("a changed form goes out under a new key", async () => {
  const generate = [() => Promise.reject(new Unreachable("gone"))];
  const { controller, requests } = filledWorld({ generate });
  await controller.blend();
  controller.setOptions({ lengthSeconds: 60 });
  await controller.blend();
  assert.notEqual(requests[1]?.idempotencyKey, requests[0]?.idempotencyKey);
});

Deno.test("the same form after an answer goes out under a new key", async () => {
  const { controller, requests } = filledWorld();
  await controller.blend();
  await controller.blend();
  assert.notEqual(requests[1]?.idempotencyKey, requests[0]?.idempotencyKey);
});

Deno.test("opening a job fills an untouched form from it, and leaves a touched one", () => {
  const untouched = createPageWorld();
  untouched.controller.open(SAMPLE_JOB_ID);
  untouched.watches[0]?.options.onJob?.(sampleJob());
  assert.equal(untouched.store.get().form.songs[0].text, "El Grillo - Josquin");

  const touched = filledWorld();
  touched.controller.open(SAMPLE_JOB_ID);
  touched.watches[0]?.options.onJob?.(sampleJob());
  assert.equal(touched.store.get().form.songs[0].text, "El Grillo");
});

Deno.test("opening another job stops watching the one before", () => {
  const { controller, watches } = createPageWorld();
  controller.open("one");
  controller.open("one");
  controller.open("two");
  assert.deepEqual(watches.map(({ jobId, isStopped }) => [jobId, isStopped]), [
    ["one", true],
    ["two", false],
  ]);
});

Deno.test("a job that cannot be watched is told of", async () => {
  const { controller, store, watches } = createPageWorld();
  controller.open(SAMPLE_JOB_ID);
  watches[0]?.refuse(refusal("not_found"));
  await settle();
  assert.equal(store.get().trouble?.code, "not_found");
  controller.leave();
  assert.equal(store.get().trouble, undefined);
  assert.equal(watches[0]?.isStopped, true);
});

Deno.test("a page that is let back in goes on with the job on show", () => {
  const { controller, watches } = createPageWorld();
  controller.watchAgain();
  assert.equal(watches.length, 0);
  controller.open(SAMPLE_JOB_ID);
  controller.watchAgain();
  assert.deepEqual(watches.map(({ isStopped }) => isStopped), [true, false]);
});

Deno.test("cancel shows at once that the job is stopping", async () => {
  const { controller, store } = filledWorld();
  await controller.blend();
  await controller.cancel();
  assert.equal(store.get().blend?.job?.cancelRequested, true);
});

Deno.test("cancel that is refused is told of at the blend", async () => {
  const cancel = () => Promise.reject(refusal("not_found"));
  const { controller, store } = filledWorld({ cancel });
  await controller.blend();
  await controller.cancel();
  assert.equal(store.get().trouble?.code, "not_found");
  assert.equal(store.get().blend?.job?.cancelRequested, false);
});

Deno.test("nobody cancels a job that is not their own", async () => {
  let cancels = 0;
  const cancel = () => Promise.resolve(void cancels++);
  const { controller } = createPageWorld({ cancel });
  controller.open(SAMPLE_JOB_ID);
  await controller.cancel();
  assert.equal(cancels, 0);
});

Deno.test("retry goes on watching after the last frame seen", async () => {
  const again = sampleJob({ seq: attemptSeq(1) + 1 });
  const { controller, store, watches } = filledWorld({ retry: () => Promise.resolve(again) });
  await controller.blend();
  const failed = sampleJob({ status: "failed", seq: attemptSeq(1) + 1 });
  watches[0]?.say(
    sampleFrame("started", attemptSeq(1), { attempt: 1 }),
    sampleFrame("failed", attemptSeq(1) + 1, { job: failed }),
  );
  await settle();
  assert.equal(store.get().blend?.job?.status, "failed");
  await controller.retry();
  assert.equal(store.get().blend?.job?.status, "pending");
  assert.deepEqual([watches[0]?.isStopped, watches[1]?.options.after], [true, attemptSeq(1) + 1]);
});

Deno.test("surprise fills in three different songs", async () => {
  const { controller, store } = createPageWorld();
  await controller.loadExamples();
  controller.surprise();
  const songIds = store.get().form.songs.map(({ songId }) => songId);
  assert.equal(new Set(songIds).size, 3);
  assert.equal(songIds.includes(undefined), false);
});

Deno.test("more of the visitor's jobs are added to those known", async () => {
  const { controller, store } = createPageWorld();
  await controller.loadJobs();
  await controller.loadJobs({ isMore: true });
  assert.deepEqual(store.get().jobs.map(({ jobId }) => jobId), ["newest", "older"]);
  assert.equal(store.get().nextCursor, null);
});

Deno.test("a report is given where it is one of ours, and nothing where none was told", async () => {
  const { signal } = new AbortController();
  const told = createPageWorld({ report: () => Promise.resolve(EXAMPLE_REPORT) });
  assert.equal(await told.controller.report(SAMPLE_JOB_ID, signal), EXAMPLE_REPORT);
  const other = createPageWorld({ report: () => Promise.resolve({ model: "x" }) });
  assert.equal(await other.controller.report(SAMPLE_JOB_ID, signal), undefined);
  const none = createPageWorld({ report: () => Promise.reject(refusal("no_report")) });
  assert.equal(await none.controller.report(SAMPLE_JOB_ID, signal), undefined);
});
