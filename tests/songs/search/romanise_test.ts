import assert from "node:assert/strict";
import { romanise } from "../../../src/songs/search/romanise.ts";

Deno.test("a name in another script is written in Latin letters", () => {
  assert.equal(romanise("коробейники"), "korobeyniki");
  assert.equal(romanise("さくら"), "sakura");
  assert.equal(romanise("θαλασσα"), "thalassa");
});

Deno.test("a name in plain letters stays as it is", () => {
  assert.equal(romanise("fur elise no 2"), "fur elise no 2");
  assert.equal(romanise(""), "");
});
