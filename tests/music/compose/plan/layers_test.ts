import assert from "node:assert/strict";
import { planForm } from "../../../../src/music/compose/plan/form.ts";
import { layersOf } from "../../../../src/music/compose/plan/layers.ts";

const MINUTE = planForm(32, []);

Deno.test("an intro has no tune, everything else has", () => {
  const sung = MINUTE.map((plan) => layersOf(plan).includes("melody"));
  assert.deepEqual(sung, [false, true, true, true, true]);
});

Deno.test("the last return has more parts than the first hearing", () => {
  const [, first, , last] = MINUTE;
  assert.ok(layersOf(last!).length > layersOf(first!).length);
  assert.ok(layersOf(last!).includes("counter") && layersOf(last!).includes("pad"));
});

Deno.test("a long form breathes: some sections in its middle are quiet and held by a pad", () => {
  const body = planForm(120, []).filter(({ kind }) => kind === "body");
  const quiet = body.slice(0, -1).filter(({ energy }) => energy < 0.5);
  assert.ok(quiet.length >= 1 && quiet.length <= body.length / 3, String(quiet.length));
  assert.ok(quiet.every((plan) => layersOf(plan).includes("pad")));
});
