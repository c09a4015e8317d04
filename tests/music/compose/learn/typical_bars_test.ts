import assert from "node:assert/strict";
import { likelihood, rateBars } from "../../../../src/music/compose/learn/typical_bars.ts";

const barOf = (...steps: number[]) => steps.map((step) => ({ step }));

Deno.test("bars that start their notes where most bars do are more typical", () => {
  const [usual, , odd] = rateBars([barOf(0, 8), barOf(0, 8), barOf(3, 5), barOf(0, 8)], 16);
  assert.ok(usual! > odd!);
});

Deno.test("no bars have no ratings", () => {
  assert.deepEqual(rateBars([], 16), []);
});

Deno.test("the most typical bar is the likeliest, the more eagerly the more", () => {
  assert.equal(likelihood(2, 2, 3), 1);
  assert.ok(likelihood(1, 2, 6) < likelihood(1, 2, 3));
  assert.ok(likelihood(1, 2, 3) < 1);
});
