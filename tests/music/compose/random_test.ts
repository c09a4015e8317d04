import assert from "node:assert/strict";
import { createRandom } from "../../../src/music/compose/random.ts";

function draw(seed: number | string, count: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
}

Deno.test("random gives the same numbers for the same seed and others for another", () => {
  assert.deepEqual(draw(7, 20), draw(7, 20));
  assert.notDeepEqual(draw(7, 20), draw(8, 20));
});

Deno.test("random spreads evenly between 0 and 1", () => {
  const numbers = draw(1, 4_000);
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  assert.ok(Math.abs(mean - 0.5) < 0.02, `mean ${mean}`);
});

Deno.test("a fork depends on seed and keys, not on what was drawn before", () => {
  const fresh = createRandom(7).fork("melody", 3).next();
  const used = createRandom(7);
  for (let i = 0; i < 10; i++) used.next();
  assert.equal(used.fork("melody", 3).next(), fresh);
  assert.notEqual(used.fork("melody", 4).next(), fresh);
  assert.notEqual(createRandom(8).fork("melody", 3).next(), fresh);
});

Deno.test("weighted draws in proportion and never what has no weight", () => {
  const random = createRandom(3);
  const counts = [0, 0, 0];
  for (let i = 0; i < 3_000; i++) counts[random.weighted([1, 0, 3])]!++;
  assert.equal(counts[1], 0);
  assert.ok(Math.abs(counts[2]! / 3_000 - 0.75) < 0.04, String(counts));
});

Deno.test("weighted draws anything when nothing has weight", () => {
  const random = createRandom(3);
  const drawn = new Set(Array.from({ length: 60 }, () => random.weighted([0, 0, 0])));
  assert.deepEqual([...drawn].sort(), [0, 1, 2]);
});

Deno.test("spread stays within -1 and 1 and is mostly near 0", () => {
  const random = createRandom(5);
  const numbers = Array.from({ length: 2_000 }, () => random.spread());
  assert.ok(numbers.every((number) => Math.abs(number) <= 1));
  assert.ok(numbers.filter((number) => Math.abs(number) < 0.5).length > 1_200);
});
