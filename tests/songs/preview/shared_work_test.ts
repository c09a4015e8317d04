import assert from "node:assert/strict";
import { Slots } from "../../../src/engine/slots.ts";
import { AppError } from "../../../src/errors.ts";
import { SharedWork } from "../../../src/songs/preview/shared_work.ts";
import { settle } from "../../support/settle.ts";

const NEVER = new AbortController().signal;

/** Work of one turn at a time, whose pieces end when the test says so. */
function createWorld({ timeoutMs = 60_000, maxWaiting = 1 } = {}) {
  const shared = new SharedWork<string>({ turns: new Slots({ count: 1, maxWaiting }), timeoutMs });
  const begun: { key: string; signal: AbortSignal; finish: (result: string) => void }[] = [];
  const ask = (key: string, signal = NEVER) =>
    shared.do(key, (signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      signal.addEventListener("abort", () => reject(signal.reason));
      begun.push({ key, signal, finish: resolve });
      return promise;
    }, signal);
  return { shared, begun, ask, keys: () => begun.map(({ key }) => key) };
}

Deno.test("work that several ask for is done once, and anew when asked for later", async () => {
  const { ask, begun, keys } = createWorld();
  const asked = [ask("a"), ask("a"), ask("a")];
  await settle();
  assert.deepEqual(keys(), ["a"]);
  begun[0]!.finish("done");
  assert.deepEqual(await Promise.all(asked), ["done", "done", "done"]);
  const again = ask("a");
  await settle();
  begun[1]!.finish("done again");
  assert.equal(await again, "done again");
});

Deno.test("who goes away ends nobody else's work", async () => {
  const { ask, begun } = createWorld();
  const impatient = new AbortController();
  const left = ask("a", impatient.signal);
  const stays = ask("a");
  await settle();
  impatient.abort(new Error("gone"));
  await assert.rejects(left, /gone/);
  begun[0]!.finish("done");
  assert.equal(await stays, "done");
});

Deno.test("work that has begun goes on though nobody waits, and is joined by who asks", async () => {
  const { ask, begun, keys } = createWorld();
  const impatient = new AbortController();
  const left = ask("a", impatient.signal);
  await settle();
  impatient.abort(new Error("gone"));
  await assert.rejects(left, /gone/);
  assert.equal(begun[0]!.signal.aborted, false);
  const joined = ask("a");
  begun[0]!.finish("done");
  assert.equal(await joined, "done");
  assert.deepEqual(keys(), ["a"]);
});

Deno.test("work that nobody waits for any more gives its place in the queue away", async () => {
  const { ask, begun, keys } = createWorld();
  const first = ask("a");
  const impatient = new AbortController();
  const left = ask("b", impatient.signal);
  await settle();
  impatient.abort(new Error("gone"));
  await assert.rejects(left, /gone/);
  const third = ask("c");
  await settle();
  begun[0]!.finish("first");
  assert.equal(await first, "first");
  await settle();
  assert.deepEqual(keys(), ["a", "c"]);
  begun[1]!.finish("third");
  assert.equal(await third, "third");
});

Deno.test("more work than the queue holds is refused, and what is under way is not", async () => {
  const { ask, begun, keys } = createWorld();
  const asked = [ask("a"), ask("b")];
  await settle();
  await assert.rejects(ask("c"), (error: AppError) => error.code === "queue_full");
  const joined = ask("b");
  begun[0]!.finish("a");
  await settle();
  begun[1]!.finish("b");
  assert.deepEqual(await Promise.all([...asked, joined]), ["a", "b", "b"]);
  assert.deepEqual(keys(), ["a", "b"]);
});

Deno.test("work that fails fails for all who wait, and is begun anew for the next", async () => {
  const { shared, ask, begun } = createWorld();
  const fail = () => Promise.reject(new AppError("ml_unavailable", "Down"));
  const asked = [shared.do("a", fail, NEVER), shared.do("a", fail, NEVER)];
  const outcomes = await Promise.allSettled(asked);
  assert.deepEqual(outcomes.map(({ status }) => status), ["rejected", "rejected"]);
  const again = ask("a");
  await settle();
  begun[0]!.finish("done");
  assert.equal(await again, "done");
});

Deno.test("work that takes too long is given up, and its turn with it", async () => {
  const { ask, begun } = createWorld({ timeoutMs: 5 });
  await assert.rejects(ask("a"), (error: AppError) => error.code === "not_ready");
  assert.equal(begun[0]!.signal.aborted, true);
  const next = ask("b");
  await settle();
  begun[1]!.finish("done");
  assert.equal(await next, "done");
});

Deno.test("disposal ends what is under way, what waits, and what is asked for later", async () => {
  const { shared, ask } = createWorld();
  const asked = [ask("a"), ask("b")];
  await settle();
  shared[Symbol.dispose]();
  for (const outcome of [...asked, ask("c")]) {
    await assert.rejects(outcome, (error: AppError) => error.code === "draining");
  }
});
