import assert from "node:assert/strict";
import { judgeTold } from "./judge_told.ts";

const LOG = new Map([["a", [1, 2, 3]], ["b", [7]]]);

Deno.test("watchers who were told the whole log of their job once miss nothing", () => {
  const told = [{ jobId: "a", seqs: [1, 2, 3] }, { jobId: "b", seqs: [7] }];
  assert.deepEqual(judgeTold(told, LOG), { missing: 0, repeated: 0, disordered: 0 });
});

Deno.test("what a watcher was not told, told twice or told in the wrong order is counted", () => {
  const told = [
    { jobId: "a", seqs: [1, 3] },
    { jobId: "a", seqs: [1, 2, 2, 3, 3] },
    { jobId: "a", seqs: [2, 1, 3] },
    { jobId: "b", seqs: [] },
  ];
  assert.deepEqual(judgeTold(told, LOG), { missing: 2, repeated: 2, disordered: 1 });
});
