import assert from "node:assert/strict";
import { backoffDelayMs, MAX_BACKOFF_MS, MIN_BACKOFF_MS } from "../../src/client/backoff.ts";

Deno.test("backoff never waits less than the shortest or more than the longest wait", () => {
  assert.equal(backoffDelayMs(0, 0), MIN_BACKOFF_MS);
  assert.equal(backoffDelayMs(30, 0), MIN_BACKOFF_MS);
  assert.equal(backoffDelayMs(30, 1), MAX_BACKOFF_MS);
  assert.equal(backoffDelayMs(2_000, 1), MAX_BACKOFF_MS);
});

Deno.test("backoff doubles its ceiling with each failure until the longest wait", () => {
  const ceilings = [0, 1, 2, 3, 4, 5, 6].map((failures) => backoffDelayMs(failures, 1));
  assert.deepEqual(ceilings, [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

Deno.test("backoff spreads the waits over the whole span", () => {
  assert.equal(backoffDelayMs(1, 0.5), (MIN_BACKOFF_MS + 1_000) / 2);
});
