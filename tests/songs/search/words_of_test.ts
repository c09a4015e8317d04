import assert from "node:assert/strict";
import { MAX_WORD_LENGTH, MAX_WORDS, wordsOf } from "../../../src/songs/search/words_of.ts";

Deno.test("a text is parted at its spaces, in order", () => {
  assert.deepEqual(wordsOf("when the saints go"), ["when", "the", "saints", "go"]);
  assert.deepEqual(wordsOf("коробейники"), ["коробейники"]);
  assert.deepEqual(wordsOf(""), []);
});

Deno.test("scripts without spaces are parted into pairs of letters", () => {
  assert.deepEqual(wordsOf("さくら"), ["さく", "くら"]);
  assert.deepEqual(wordsOf("上を向いて"), ["上を", "を向", "向い", "いて"]);
  assert.deepEqual(wordsOf("桜"), ["桜"]);
  assert.deepEqual(wordsOf("桜2020 live"), ["桜", "2020", "live"]);
});

Deno.test("Korean has spaces, and its words stay whole", () => {
  assert.deepEqual(wordsOf("아리랑 고개"), ["아리랑", "고개"]);
});

Deno.test("more words than the limit are left out, and a long word is cut", () => {
  const many = Array.from({ length: MAX_WORDS + 1 }, (_, index) => `w${index}`).join(" ");
  assert.equal(wordsOf(many).length, MAX_WORDS);
  assert.equal(wordsOf("桜".repeat(100)).length, MAX_WORDS);
  assert.equal(wordsOf("x".repeat(MAX_WORD_LENGTH))[0]?.length, MAX_WORD_LENGTH);
  assert.equal(wordsOf("x".repeat(MAX_WORD_LENGTH + 1))[0]?.length, MAX_WORD_LENGTH);
  assert.ok(wordsOf("𝄞".repeat(50))[0]?.isWellFormed());
});
