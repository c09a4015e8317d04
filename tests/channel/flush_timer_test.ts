import assert from "node:assert/strict";
import { BATCH_MS, FlushTimer } from "../../src/channel/flush_timer.ts";
import { ManualClock } from "../support/manual_clock.ts";

Deno.test("all that wait are flushed together, once", () => {
  const clock = new ManualClock();
  const timer = new FlushTimer(clock);
  const flushed: string[] = [];
  const first = { flush: () => void flushed.push("first") };
  const second = { flush: () => void flushed.push("second") };
  timer.flushSoon(first);
  clock.advance(BATCH_MS - 1);
  timer.flushSoon(second);
  timer.flushSoon(first);
  assert.deepEqual(flushed, []);
  clock.advance(1);
  assert.deepEqual(flushed, ["first", "second"]);
  clock.advance(BATCH_MS);
  assert.equal(flushed.length, 2);
});

Deno.test("one that waits again while all are flushed has its turn the next time", () => {
  const clock = new ManualClock();
  const timer = new FlushTimer(clock);
  let flushes = 0;
  const outbox = { flush: () => ++flushes === 1 && timer.flushSoon(outbox) };
  timer.flushSoon(outbox);
  clock.advance(BATCH_MS);
  assert.equal(flushes, 1);
  clock.advance(BATCH_MS);
  assert.equal(flushes, 2);
});

Deno.test("nothing is flushed once nobody gathers any more", () => {
  const clock = new ManualClock();
  const timer = new FlushTimer(clock);
  timer.flushSoon({ flush: () => assert.fail("flushed") });
  timer[Symbol.dispose]();
  clock.advance(BATCH_MS);
});
