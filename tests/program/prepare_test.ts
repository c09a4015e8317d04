import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { AppError } from "../../src/errors.ts";
import { prepare } from "../../src/program/prepare.ts";

const LOG = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A step that fails with each of these in turn, and then succeeds. */
function failing(...failures: readonly unknown[]) {
  const left = [...failures];
  const step = {
    name: "step",
    runs: 0,
    run(): Promise<void> {
      step.runs++;
      return left.length === 0 ? Promise.resolve() : Promise.reject(left.shift());
    },
  };
  return step;
}

function outage(): AppError {
  return new AppError("not_ready", "The database cannot be used just now");
}

Deno.test("preparation waits for an outage to end, then goes on with the next step", async () => {
  const [first, second] = [failing(outage(), outage()), failing()];
  const { signal } = new AbortController();
  await prepare({ steps: [first, second], log: LOG, retryMs: 1 }, signal);
  assert.deepEqual([first.runs, second.runs], [3, 1]);
});

Deno.test("preparation throws what is no outage, and leaves the next step alone", async () => {
  const [first, second] = [failing(new RangeError("broken")), failing()];
  const { signal } = new AbortController();
  await assert.rejects(prepare({ steps: [first, second], log: LOG }, signal), RangeError);
  assert.equal(second.runs, 0);
});

Deno.test("preparation does not try a bug again: it would be there the next time", async () => {
  const step = failing(new AppError("internal", "The analysis of a song broke"));
  const { signal } = new AbortController();
  await assert.rejects(prepare({ steps: [step], log: LOG, retryMs: 1 }, signal), {
    code: "internal",
  });
  assert.equal(step.runs, 1);
});

Deno.test("preparation that waits is ended by its signal, with its reason", async () => {
  const stop = new AbortController();
  const reason = new Error("The server stops");
  const waiting = prepare({ steps: [failing(outage())], log: LOG, retryMs: 60_000 }, stop.signal);
  setTimeout(() => stop.abort(reason), 0);
  await assert.rejects(waiting, reason);
});

Deno.test("preparation that is ended during its last step is not done, though the step is", async () => {
  const stop = new AbortController();
  const reason = new Error("The server stops");
  const last = { name: "last", run: () => Promise.resolve(stop.abort(reason)) };
  await assert.rejects(prepare({ steps: [last], log: LOG }, stop.signal), reason);
});

Deno.test("preparation leaves nothing on its signal, however long the outage", async () => {
  const { signal } = new AbortController();
  const step = failing(outage(), outage(), outage());
  await prepare({ steps: [step], log: LOG, retryMs: 1 }, signal);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});
