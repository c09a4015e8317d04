import assert from "node:assert/strict";
import {
  learnSequences,
  MAX_ORDER,
  predict,
  temper,
} from "../../../../src/music/compose/learn/sequence_model.ts";

const PLAIN = { orderCap: MAX_ORDER, escape: 1 };

function chanceOf(
  model: ReturnType<typeof learnSequences>,
  context: readonly string[],
  token: string,
  options = PLAIN,
): number {
  return predict(model, context, options)[model.alphabet.indexOf(token)]!;
}

Deno.test("a model's probabilities sum to 1 in any context", () => {
  const model = learnSequences([[..."abcabdabc"], [..."bca"]]);
  for (const context of ["", "a", "ab", "zz", "abcab", "d"]) {
    const sum = predict(model, [...context], PLAIN).reduce((total, p) => total + p, 0);
    assert.ok(Math.abs(sum - 1) < 1e-9, `${context}: ${sum}`);
  }
});

Deno.test("the longest known context speaks first", () => {
  const model = learnSequences([[..."xabc"], [..."yabd"], [..."xabc"], [..."yabd"]]);
  assert.ok(chanceOf(model, [..."xab"], "c") > 0.7);
  assert.ok(chanceOf(model, [..."yab"], "d") > 0.7);
});

Deno.test("an order cap forgets what lies further back", () => {
  const model = learnSequences([[..."xabc"], [..."yabd"], [..."xabc"], [..."yabd"]]);
  const capped = { orderCap: 2, escape: 1 };
  assert.equal(chanceOf(model, [..."xab"], "c", capped), chanceOf(model, [..."yab"], "c", capped));
});

Deno.test("escape hands more to what was not seen here", () => {
  const model = learnSequences([[..."abababac"]]);
  const rare = (escape: number) => chanceOf(model, ["b", "a", "b"], "c", { orderCap: 5, escape });
  assert.ok(rare(4) > 1.5 * rare(1));
});

Deno.test("a model knows how sequences begin", () => {
  const model = learnSequences([[..."abbb"], [..."abbb"], [..."abbb"]]);
  assert.ok(chanceOf(model, [], "a") > 0.7);
  assert.ok(chanceOf(model, ["b", "b"], "a") < 0.2);
});

Deno.test("an unknown context falls back to what is frequent", () => {
  const model = learnSequences([[..."aaab"]]);
  assert.ok(chanceOf(model, ["?", "?"], "a") > chanceOf(model, ["?", "?"], "b"));
});

Deno.test("a model of nothing predicts nothing", () => {
  const model = learnSequences([]);
  assert.equal(predict(model, ["a"], PLAIN).length, 0);
});

Deno.test("temperature sharpens below 1 and flattens above", () => {
  const ratio = (temperature: number) => {
    const [likely, unlikely] = temper(Float64Array.of(0.8, 0.2), temperature);
    return likely! / unlikely!;
  };
  assert.ok(Math.abs(ratio(1) - 4) < 1e-9);
  assert.ok(Math.abs(ratio(0.5) - 16) < 1e-9);
  assert.ok(Math.abs(ratio(2) - 2) < 1e-9);
});

Deno.test("temperature leaves the impossible impossible and never overflows", () => {
  assert.deepEqual([...temper(Float64Array.of(0, 0), 0.1)], [0, 0]);
  const cold = temper(Float64Array.of(1e-300, 1e-301, 0), 0.1);
  assert.equal(cold[0], 1);
  assert.ok(cold[1]! > 0 && cold[1]! < 1e-9);
  assert.equal(cold[2], 0);
});
