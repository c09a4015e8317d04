import assert from "node:assert/strict";
import { ANSWER_AGE_MS, AnswerMemory, MAX_ANSWERS } from "../../src/page/answer_memory.ts";

Deno.test("an answer is remembered for a while", () => {
  let nowMs = 0;
  const memory = new AnswerMemory<string[]>(() => nowMs);
  assert.equal(memory.recall("gri"), undefined);
  memory.keep("gri", ["El Grillo"]);
  nowMs = ANSWER_AGE_MS - 1;
  assert.deepEqual(memory.recall("gri"), ["El Grillo"]);
  nowMs = ANSWER_AGE_MS;
  assert.equal(memory.recall("gri"), undefined);
});

Deno.test("of too many answers the oldest is forgotten", () => {
  const memory = new AnswerMemory<number>(() => 0);
  for (let n = 0; n < MAX_ANSWERS; n++) memory.keep(`${n}`, n);
  memory.keep("0", 0);
  memory.keep("one more", -1);
  assert.equal(memory.recall("0"), 0);
  assert.equal(memory.recall("1"), undefined);
  assert.equal(memory.recall("2"), 2);
});
