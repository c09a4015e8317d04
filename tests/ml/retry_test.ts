import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import { MAX_RETRY_AFTER_SECONDS, retryDelayMs } from "../../src/ml/retry.ts";
import { parseRetryAfter } from "../../src/ml/retry_after.ts";

const policy = { maxTries: 8, baseMs: 2000, capMs: 60_000, random: () => 0.5 };
const unavailable = (retryAfterSeconds?: number) =>
  new AppError(
    "ml_unavailable",
    "The ML service cannot be reached",
    retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  );

Deno.test("retry waits anywhere below a bound that doubles up to its cap", () => {
  const delays = [1, 2, 3, 4, 5, 6, 7].map((tries) => retryDelayMs(unavailable(), tries, policy));
  assert.deepEqual(delays, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

Deno.test("retry gives up after the last try", () => {
  assert.equal(retryDelayMs(unavailable(), 8, policy), undefined);
});

Deno.test("retry waits as long as the service asks, up to its limit", () => {
  assert.equal(retryDelayMs(unavailable(0), 1, policy), 0);
  assert.equal(retryDelayMs(unavailable(MAX_RETRY_AFTER_SECONDS), 1, policy), 300_000);
  assert.equal(retryDelayMs(unavailable(MAX_RETRY_AFTER_SECONDS + 1), 1, policy), undefined);
});

Deno.test("retry leaves alone what another try would not change", () => {
  assert.equal(retryDelayMs(new AppError("ml_rejected", "No"), 1, policy), undefined);
});

Deno.test("retry leaves alone what the service did not cause", () => {
  assert.equal(retryDelayMs(new AppError("storage_unavailable", "No"), 1, policy), undefined);
  assert.equal(retryDelayMs(new TypeError("A bug"), 1, policy), undefined);
});

Deno.test("Retry-After is read as seconds", () => {
  assert.equal(parseRetryAfter("120", 0), 120);
});

Deno.test("Retry-After is read as a date, never as a time gone by", () => {
  const now = Date.parse("Fri, 31 Dec 1999 23:59:00 GMT");
  assert.equal(parseRetryAfter("Fri, 31 Dec 1999 23:59:59 GMT", now), 59);
  assert.equal(parseRetryAfter("Fri, 31 Dec 1999 23:58:00 GMT", now), 0);
});

Deno.test("Retry-After that says nothing is passed over", () => {
  assert.equal(parseRetryAfter(null, 0), undefined);
  assert.equal(parseRetryAfter("soon", 0), undefined);
  assert.equal(parseRetryAfter("-1", 0), undefined);
});
