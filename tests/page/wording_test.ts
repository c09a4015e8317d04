import assert from "node:assert/strict";
import {
  clockTime,
  closestCopy,
  fileSize,
  keyInSigns,
  momentOf,
  outputName,
  percent,
  roleName,
  sharesOf,
  spokenTime,
  standing,
  waitingTime,
} from "../../src/page/wording.ts";
import { sampleJob } from "../support/sample_job.ts";

Deno.test("times read as on a clock", () => {
  assert.deepEqual([0, 9.9, 60, 125, -1].map(clockTime), ["0:00", "0:09", "1:00", "2:05", "0:00"]);
});

Deno.test("times are spoken in minutes and seconds", () => {
  assert.deepEqual([0, 1, 60, 125].map(spokenTime), [
    "0 seconds",
    "1 second",
    "1 minute",
    "2 minutes 5 seconds",
  ]);
});

Deno.test("file sizes are rounded to what matters", () => {
  assert.deepEqual([12, 4321, 2_500_000].map(fileSize), ["12 B", "4 KB", "2.4 MB"]);
});

Deno.test("shares are whole percents", () => {
  assert.equal(percent(1 / 3), "33 %");
});

Deno.test("waiting time is a span, and nothing when nobody knows", () => {
  const eta = (lowSeconds: number, highSeconds: number) =>
    waitingTime({ lowSeconds, highSeconds, basis: "history" });
  assert.equal(waitingTime(null), "");
  assert.equal(eta(8, 20), "8–20 s left");
  assert.equal(eta(7.2, 8), "about 8 s left");
  assert.equal(eta(0, 0.4), "a moment left");
});

Deno.test("the standing of a job tells its place, its work and its end", () => {
  const running = { status: "running", stage: "generating" } as const;
  assert.equal(standing(sampleJob({ queuePosition: 3 })), "Waiting, number 3 in the queue");
  assert.equal(standing(sampleJob(running)), "Composing");
  assert.equal(standing(sampleJob({ ...running, cancelRequested: true })), "Cancelling");
  assert.equal(standing(sampleJob({ status: "completed" })), "Your blend is ready");
});

Deno.test("a moment of today needs no date", () => {
  const now = new Date(2026, 0, 2, 12);
  const today = momentOf(new Date(2026, 0, 2, 9, 5).toISOString(), now);
  const before = momentOf(new Date(2025, 11, 24, 9, 5).toISOString(), now);
  assert.equal(today.includes("05"), true);
  assert.equal(before.includes("24"), true);
  assert.equal(today.includes("2026") || today.includes("Jan"), false);
});

Deno.test("files are called by what is in them", () => {
  assert.equal(outputName({ kind: "mp3", name: null }), "MP3");
  assert.equal(outputName({ kind: "stem", name: "Bass" }), "Bass");
  assert.equal(outputName({ kind: "loop", name: "A" }), "Loop A");
});

Deno.test("keys have the signs of music", () => {
  assert.equal(keyInSigns("F# minor"), "F♯ minor");
  assert.equal(keyInSigns("Bb major"), "B♭ major");
  assert.equal(keyInSigns("B minor"), "B minor");
});

Deno.test("shares name the songs that have one", () => {
  const { songs } = sampleJob();
  assert.equal(sharesOf([0.25, 0, 0.75], songs), "25 % from El Grillo, 75 % from An Sylvia");
  assert.equal(sharesOf([0, 0, 0], songs), "silent");
});

Deno.test("a shared run is told in notes, one more than the steps between them", () => {
  const runs = { bound: 7, melody: [3, 4, 2], bass: [5, 3, 0] };
  assert.equal(
    closestCopy(runs),
    "At most 6 notes in a row are as in one of the songs; more than 8 never are.",
  );
  const none = { bound: 7, melody: [0, 0, 0], bass: [0, 0, 0] };
  assert.match(closestCopy(none), /^No two notes in a row/);
});

Deno.test("a role has its name, and one that nobody knows its own word", () => {
  assert.equal(roleName("counter"), "Counter-melody");
  assert.equal(roleName("theremin"), "theremin");
  assert.equal(roleName("constructor"), "constructor");
});
