import assert from "node:assert/strict";
import type { Song } from "../../src/channel/protocol.ts";
import { createJobState } from "../../src/page/job_state.ts";
import {
  INITIAL_STATE,
  isOwn,
  MAX_KNOWN_SONGS,
  withFrame,
  withJob,
  withOwnJob,
  withOwnJobs,
  withSong,
} from "../../src/page/page_state.ts";
import { attemptSeq, SAMPLE_JOB_ID, sampleFrame, sampleJob } from "../support/sample_job.ts";

const OTHER_ID = "3f0d4c5e-8a51-4c1e-9d0a-4b6f5e2a7c11";
const started = sampleFrame("started", attemptSeq(1), { attempt: 1 });

function song(songId: string): Song {
  return { songId, title: songId, license: "Public Domain" } as Song;
}

Deno.test("a job submitted here is the visitor's own and heads the list once", () => {
  const other = withOwnJob(INITIAL_STATE, sampleJob({ jobId: OTHER_ID }));
  const state = withOwnJob(withOwnJob(other, sampleJob()), sampleJob({ progress: 5 }));
  assert.deepEqual(state.jobs.map(({ jobId }) => jobId), [SAMPLE_JOB_ID, OTHER_ID]);
  assert.equal(state.jobs[0]?.progress, 5);
  assert.equal(isOwn(state, SAMPLE_JOB_ID), true);
  assert.equal(isOwn(INITIAL_STATE, SAMPLE_JOB_ID), false);
});

Deno.test("jobs that load after a submit stand behind it, each once", () => {
  const [older, newer] = ["2026-01-01T00:00:00.000Z", "2026-01-03T00:00:00.000Z"];
  const state = withOwnJob(INITIAL_STATE, sampleJob({ createdAt: newer }));
  const page = [sampleJob({ createdAt: newer }), sampleJob({ jobId: OTHER_ID, createdAt: older })];
  const ids = withOwnJobs(state, page).jobs.map(({ jobId }) => jobId);
  assert.deepEqual(ids, [SAMPLE_JOB_ID, OTHER_ID]);
});

Deno.test("a frame changes the blend on show and its entry in the list", () => {
  const blend = createJobState(SAMPLE_JOB_ID, sampleJob());
  const state = withFrame({ ...withOwnJob(INITIAL_STATE, sampleJob()), blend }, started);
  assert.equal(state.blend?.job?.status, "running");
  assert.equal(state.jobs[0]?.status, "running");
});

Deno.test("a frame of a blend that is not on show changes nothing", () => {
  const state = { ...INITIAL_STATE, blend: createJobState(OTHER_ID) };
  assert.equal(withFrame(state, started), state);
});

Deno.test("a job that is not on show leaves the blend alone", () => {
  const state = { ...INITIAL_STATE, blend: createJobState(OTHER_ID) };
  assert.equal(withJob(state, sampleJob()).blend, state.blend);
});

Deno.test("the page forgets the oldest songs beyond its limit", () => {
  const ids = Array.from({ length: MAX_KNOWN_SONGS + 1 }, (_, index) => `song-${index}`);
  const state = ids.reduce((state, id) => withSong(state, song(id)), INITIAL_STATE);
  assert.equal(state.songs.size, MAX_KNOWN_SONGS);
  assert.equal(state.songs.has("song-0"), false);
  assert.equal(state.songs.has(`song-${MAX_KNOWN_SONGS}`), true);
});
