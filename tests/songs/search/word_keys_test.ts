import assert from "node:assert/strict";
import { soundsOf, wordKeys } from "../../../src/songs/search/word_keys.ts";

function shareKey(left: string, right: string): boolean {
  const keys = wordKeys(left);
  return wordKeys(right).some((key) => keys.includes(key));
}

Deno.test("words that are one letter apart share a key, however they are", () => {
  assert.ok(shareKey("yesterday", "yesteday"), "lost");
  assert.ok(shareKey("yesterday", "yessterday"), "doubled");
  assert.ok(shareKey("yesterday", "yesterdau"), "changed");
  assert.ok(shareKey("yesterday", "yetserday"), "swapped");
  assert.ok(shareKey("коробейники", "каробейники"), "in another script");
});

Deno.test("words that sound the same share a key", () => {
  assert.ok(shareKey("chopin", "shopan"));
  assert.ok(shareKey("tchaikovsky", "chaikovski"));
  assert.ok(shareKey("beethoven", "betoven"));
  assert.deepEqual(soundsOf("коробейники"), []);
});

Deno.test("other words, short words and numbers share none", () => {
  assert.ok(!shareKey("yesterday", "tomorrow"));
  assert.ok(!shareKey("she", "the"));
  assert.ok(!shareKey("1984", "1985"));
  assert.deepEqual(wordKeys("1984"), ["1984"]);
});
