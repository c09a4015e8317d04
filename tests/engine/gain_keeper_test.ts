import assert from "node:assert/strict";
import { createGainKeeper } from "../../src/engine/gain_keeper.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

function* measuring(gain: number): Generator<string, number, void> {
  yield "some sound";
  yield "some more";
  return gain;
}

const mustNot = () => {
  throw new TypeError("It is measured again");
};

Deno.test("a file that comes again is not measured again", async () => {
  const takeGain = createGainKeeper(() => Promise.resolve());
  assert.equal(await takeGain(bytes(1, 2), () => measuring(3)), 3);
  assert.equal(await takeGain(bytes(1, 2), mustNot), 3);
});

Deno.test("another file is measured, and the last one is remembered", async () => {
  const takeGain = createGainKeeper(() => Promise.resolve());
  await takeGain(bytes(1, 2), () => measuring(3));
  assert.equal(await takeGain(bytes(1, 3), () => measuring(4)), 4);
  assert.equal(await takeGain(bytes(1, 3, 0), () => measuring(5)), 5);
  await assert.rejects(takeGain(bytes(1, 2), mustNot), TypeError);
  assert.equal(await takeGain(bytes(1, 3, 0), mustNot), 5);
});

Deno.test("measuring lets other things be done in between", async () => {
  let pauses = 0;
  const takeGain = createGainKeeper(async () => void await Promise.resolve(pauses++));
  await takeGain(bytes(1), () => measuring(1));
  assert.equal(pauses, 2);
});
