import assert from "node:assert/strict";
import { runWithin } from "../../src/channel/deadline.ts";
import { ManualClock } from "../support/manual_clock.ts";

const never = () => new Promise<never>(() => {});

Deno.test("work that ends in time is answered, and its timer stopped", async () => {
  const clock = new ManualClock();
  assert.equal(await runWithin(() => Promise.resolve(7), { clock, ms: 100 }), 7);
  assert.equal(clock.pendingTimers, 0);
});

Deno.test("work that does not end is given up at the deadline, also if it does not listen", async () => {
  const clock = new ManualClock();
  const given = runWithin(never, { clock, ms: 100 });
  clock.advance(100);
  await assert.rejects(given, { name: "TimeoutError" });
});

Deno.test("work is told of the deadline by its signal", async () => {
  const clock = new ManualClock();
  let seen: AbortSignal | undefined;
  const given = runWithin((signal) => {
    seen = signal;
    return never();
  }, { clock, ms: 100 });
  clock.advance(99);
  assert.equal(seen?.aborted, false);
  clock.advance(1);
  assert.equal(seen?.aborted, true);
  await assert.rejects(given);
});

Deno.test("work ends with its parent, and does not begin after it", async () => {
  const clock = new ManualClock();
  const parent = new AbortController();
  const given = runWithin(never, { clock, ms: 100, parent: parent.signal });
  parent.abort(new Error("stopped"));
  await assert.rejects(given, /stopped/);
  await assert.rejects(
    runWithin(() => assert.fail("began"), { clock, ms: 100, parent: parent.signal }),
    /stopped/,
  );
  assert.equal(clock.pendingTimers, 0);
});

Deno.test("work that throws at once leaves no timer behind", async () => {
  const clock = new ManualClock();
  const broken = () => Promise.reject(new Error("broken"));
  await assert.rejects(runWithin(broken, { clock, ms: 100 }), /broken/);
  assert.equal(clock.pendingTimers, 0);
});
