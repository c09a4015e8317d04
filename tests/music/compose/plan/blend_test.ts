import fc from "fast-check";
import assert from "node:assert/strict";
import {
  blendShares,
  consoleSongs,
  leaderOf,
  sharesAmong,
} from "../../../../src/music/compose/plan/blend.ts";
import { OPTIONS } from "../../../support/composing.ts";

Deno.test("the first song leads harmony, the second drums and bass, the third the melody", () => {
  const blend = blendShares(OPTIONS);
  assert.equal(leaderOf(blend.harmony), 0);
  assert.equal(leaderOf(blend.comping), 0);
  assert.equal(leaderOf(blend.drums), 1);
  assert.equal(leaderOf(blend.bass), 1);
  assert.equal(leaderOf(blend.melody), 2);
  assert.ok(blend.melody[2] > 0.5);
});

Deno.test("creativity gives the songs that do not lead more", () => {
  const followers = (creativity: number) => blendShares({ ...OPTIONS, creativity }).melody[0];
  assert.ok(followers(1) > 1.5 * followers(0));
});

Deno.test("a song of weight 0 has no share in anything", () => {
  const blend = blendShares({ ...OPTIONS, weights: [1, 0, 2] });
  assert.deepEqual(Object.values(blend).map((shares) => shares[1]), [0, 0, 0, 0, 0]);
});

Deno.test("any weights make shares that sum to 1, however large or small", () => {
  const weight = fc.oneof(
    fc.constant(0),
    fc.constant(5e-324),
    fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
  );
  const weights = fc.tuple(weight, weight, weight).filter((all) => all.some((one) => one > 0));
  fc.assert(fc.property(weights, (all) => {
    for (const shares of Object.values(blendShares({ ...OPTIONS, weights: all }))) {
      const sum = shares.reduce((total, share) => total + share, 0);
      assert.ok(Math.abs(sum - 1) < 1e-9, `${all}: ${shares}`);
    }
  }));
});

Deno.test("songs that cannot play leave their share to the others", () => {
  assert.deepEqual(sharesAmong([0.5, 0.25, 0.25], (source) => source !== 0), [0, 0.5, 0.5]);
  assert.equal(sharesAmong([1, 0, 0], (source) => source !== 0), undefined);
});

Deno.test("a song without drums gets more of what it can play", () => {
  const blend = blendShares(OPTIONS);
  const consoled = consoleSongs(blend, (aspect, source) => aspect !== "drums" || source !== 1);
  assert.ok(consoled.comping[1] > 1.3 * blend.comping[1]);
  assert.equal(leaderOf(consoled.comping), 0);
});
