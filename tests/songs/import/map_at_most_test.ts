import assert from "node:assert/strict";
import { mapAtMost } from "../../../src/songs/import/map_at_most.ts";

Deno.test("work is done on so many items at once, and results stand in their order", async () => {
  let running = 0;
  let most = 0;
  const results = await mapAtMost([3, 1, 2, 0], 2, async (item) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running--;
    return item * 10;
  });
  assert.deepEqual([results, most], [[30, 10, 20, 0], 2]);
  assert.deepEqual(await mapAtMost([], 2, () => assert.fail("there is nothing to do")), []);
});

Deno.test("after a failure nothing more is begun, and what was begun is waited for", async () => {
  const begun: number[] = [];
  let isOver = false;
  const work = async (item: number) => {
    begun.push(item);
    if (item === 0) throw new Error("enough");
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    isOver = true;
  };
  await assert.rejects(mapAtMost([0, 1, 2, 3], 2, work), /enough/);
  assert.deepEqual([begun, isOver], [[0, 1], true]);
});
