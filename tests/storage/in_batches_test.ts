import assert from "node:assert/strict";
import { AppError } from "../../src/errors.ts";
import {
  inBatches,
  MAX_BATCH_ITEMS,
  MAX_BATCHES_AT_ONCE,
} from "../../src/storage/postgres/in_batches.ts";

/** Work that ends when told to; `batches` are the items of each call, in order. */
function heldWork() {
  const batches: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const call = inBatches(async (items: readonly number[]) => {
    batches.push(items);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map((item) => item * 10);
  });
  return { call, batches, endNext: () => ends.shift()!() };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("calls of one turn go together, and each gets its own answer", async () => {
  const { call, batches, endNext } = heldWork();
  const answers = Promise.all([call(1), call(2), call(3)]);
  await turn();
  endNext();
  assert.deepEqual(await answers, [10, 20, 30]);
  assert.deepEqual(batches, [[1, 2, 3]]);
});

Deno.test("a call that comes alone does not wait for others", async () => {
  const { call, batches, endNext } = heldWork();
  const answer = call(1);
  await turn();
  assert.deepEqual(batches, [[1]]);
  endNext();
  assert.equal(await answer, 10);
});

Deno.test("a batch that hangs does not hold up the next, and later calls gather", async () => {
  const { call, batches, endNext } = heldWork();
  const answers = [];
  for (let item = 0; item < MAX_BATCHES_AT_ONCE + 2; item++) {
    answers.push(call(item));
    await turn();
  }
  assert.deepEqual(batches, [[0], [1]]);
  endNext();
  await turn();
  assert.deepEqual(batches, [[0], [1], [2, 3]]);
  endNext();
  endNext();
  assert.deepEqual(await Promise.all(answers), [0, 10, 20, 30]);
});

Deno.test("no batch has more items than the limit", async () => {
  const { call, batches, endNext } = heldWork();
  const answers = Promise.all(Array.from({ length: MAX_BATCH_ITEMS + 1 }, (_, item) => call(item)));
  await turn();
  endNext();
  await turn();
  endNext();
  await answers;
  assert.deepEqual(batches.map(({ length }) => length), [MAX_BATCH_ITEMS, 1]);
});

Deno.test("what is wrong with one call fails that call alone", async () => {
  const call = inBatches((items: readonly number[]) => {
    if (items.includes(2)) return Promise.reject(new RangeError("Two is too much"));
    return Promise.resolve(items);
  });
  const answers = await Promise.allSettled([call(1), call(2), call(3)]);
  assert.deepEqual(answers.map(({ status }) => status), ["fulfilled", "rejected", "fulfilled"]);
});

Deno.test("an outage fails all calls of a batch without another try", async () => {
  let calls = 0;
  const call = inBatches<number, number>(() => {
    calls++;
    return Promise.reject(new AppError("not_ready", "The database is gone"));
  });
  const answers = await Promise.allSettled([call(1), call(2)]);
  assert.deepEqual(answers.map(({ status }) => status), ["rejected", "rejected"]);
  assert.equal(calls, 1);
});
