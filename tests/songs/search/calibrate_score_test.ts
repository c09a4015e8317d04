import assert from "node:assert/strict";
import { calibrateScore } from "../../../src/songs/search/calibrate_score.ts";

Deno.test("an exact name is certain, and what fits nothing is out of the question", () => {
  assert.equal(calibrateScore(1), 1);
  assert.equal(calibrateScore(0), 0);
});

Deno.test("the better fit is always the likelier song", () => {
  const fits = Array.from({ length: 1001 }, (_, index) => index / 1000);
  const chances = fits.map(calibrateScore);
  assert.ok(chances.every((chance, index) => index === 0 || chance > chances[index - 1]!));
});

Deno.test("a chance between two that were measured lies between them", () => {
  assert.equal(calibrateScore(0.75), 0.62);
  assert.ok(Math.abs(calibrateScore(0.8) - 0.785) < 1e-9);
});
