import assert from "node:assert/strict";
import { keyName } from "../../../src/music/analyse/key_name.ts";

Deno.test("keyName spells a key as it is usually written", () => {
  assert.equal(keyName({ tonic: 0, mode: "major" }), "C major");
  assert.equal(keyName({ tonic: 6, mode: "minor" }), "F# minor");
  assert.equal(keyName({ tonic: 8, mode: "major" }), "Ab major");
  assert.equal(keyName({ tonic: 8, mode: "minor" }), "G# minor");
});
