import assert from "node:assert/strict";
import { BATCH_MS, Batches } from "../../src/channel/batches.ts";
import { ManualClock } from "../support/manual_clock.ts";

Deno.test("all that wait are flushed together, once", () => {
  const clock = new ManualClock();
  const batches = new Batches(clock);
  const flushed: string[] = [];
  const first = { flush: () => void flushed.push("first") };
  const second = { flush: () => void flushed.push("second") };
  batches.flushSoon(first);
  clock.advance(BATCH_MS - 1);
  batches.flushSoon(second);
  batches.flushSoon(first);
  assert.deepEqual(flushed, []);
  clock.advance(1);
  assert.deepEqual(flushed, ["first", "second"]);
  clock.advance(BATCH_MS);
  assert.equal(flushed.length, 2);
});

Deno.test("one that waits again while all are flushed has its turn the next time", () => {
  const clock = new ManualClock();
  const batches = new Batches(clock);
  let flushes = 0;
  const outbox = { flush: () => ++flushes === 1 && batches.flushSoon(outbox) };
  batches.flushSoon(outbox);
  clock.advance(BATCH_MS);
  assert.equal(flushes, 1);
  clock.advance(BATCH_MS);
  assert.equal(flushes, 2);
});

Deno.test("texts are joined to an array, whatever was joined before", () => {
  const batches = new Batches(new ManualClock());
  assert.equal(batches.join(['{"a":1}', '{"b":2}']), '[{"a":1},{"b":2}]');
  assert.equal(batches.join(['{"a":1}', '{"b":2}']), '[{"a":1},{"b":2}]');
  assert.equal(batches.join(['{"a":1}', '{"b":3}']), '[{"a":1},{"b":3}]');
  assert.equal(batches.join(['{"a":1}']), '[{"a":1}]');
});

Deno.test("nothing is flushed once nobody gathers any more", () => {
  const clock = new ManualClock();
  const batches = new Batches(clock);
  batches.flushSoon({ flush: () => assert.fail("flushed") });
  batches[Symbol.dispose]();
  clock.advance(BATCH_MS);
});
