import assert from "node:assert/strict";
import { learnSequence, pooledPrior } from "./witten_bell.ts";

const fair = () => 1 / 2;

Deno.test("a model that has learnt nothing says what it believed before", () => {
  assert.equal(learnSequence([], fair).crossEntropy(["a", "b", "a"]), 1);
});

Deno.test("what was seen counts as often as seen, the rest as much as there were kinds", () => {
  // After "a", once seen: (1 + 1 × 1/2) / (1 + 1) = 3/4; after two: (2 + 1/2) / 3 = 5/6.
  const bits = (learnt: string[]) => learnSequence(learnt, fair, 0).crossEntropy(["a"]);
  assert.equal(bits(["a"]), -Math.log2(3 / 4));
  assert.ok(Math.abs(bits(["a", "a"]) + Math.log2(5 / 6)) < 1e-12);
});

Deno.test("the chances of all tokens after a context add up to one", () => {
  const model = learnSequence([..."abacabadabacaba"], () => 1 / 5);
  const chance = (token: string) => {
    const before = [..."aba"];
    const bits = model.crossEntropy([...before, token]) * 4 - model.crossEntropy(before) * 3;
    return 2 ** -bits;
  };
  const sum = ["a", "b", "c", "d", "e"].reduce((total, token) => total + chance(token), 0);
  assert.ok(Math.abs(sum - 1) < 1e-9, `${sum}`);
});

Deno.test("a song's own continuation surprises it less than another's", () => {
  const prior = pooledPrior([[..."abcabc"], [..."acbacb"]]);
  const model = learnSequence([..."abcabcabc"], prior);
  assert.ok(model.crossEntropy([..."abcabc"]) < model.crossEntropy([..."acbacb"]));
});
