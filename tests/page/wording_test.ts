import assert from "node:assert/strict";
import {
  clockTime,
  fileSize,
  momentOf,
  percent,
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
