import assert from "node:assert/strict";
import { keyName } from "../../../src/music/analyse/key_name.ts";
import { parseKeyName } from "../../../src/music/analyse/parse_key_name.ts";

Deno.test("the name of a key is read as it is written", () => {
  const keys = Array.from({ length: 12 }, (_, tonic) =>
    [
      { tonic, mode: "major" },
      { tonic, mode: "minor" },
    ] as const).flat();
  assert.deepEqual(keys.map((key) => parseKeyName(keyName(key))), keys);
});

Deno.test("a key may be spelt as it never is", () => {
  assert.deepEqual(parseKeyName("D# major"), { tonic: 3, mode: "major" });
  assert.deepEqual(parseKeyName("Cb minor"), { tonic: 11, mode: "minor" });
  assert.deepEqual(parseKeyName("B# major"), { tonic: 0, mode: "major" });
  assert.deepEqual(parseKeyName("E# minor"), { tonic: 5, mode: "minor" });
});

Deno.test("what is no key is refused", () => {
  assert.throws(() => parseKeyName("H major"), SyntaxError);
  assert.throws(() => parseKeyName("F## minor"), SyntaxError);
  assert.throws(() => parseKeyName("f# minor"), SyntaxError);
  assert.throws(() => parseKeyName("F# dorian"), SyntaxError);
  assert.throws(() => parseKeyName(""), SyntaxError);
});
