import assert from "node:assert/strict";
import { neededWords } from "../../../src/songs/search/needed_words.ts";

function needed(query: string, { bare = query, known = query } = {}): string[] {
  const stands = (word: string) => known.split(" ").includes(word) ? [{ word, songs: 1 }] : [];
  const words = query.split(" ").map((word) => ({ word, stands: stands(word), isLast: false }));
  return neededWords(words, bare).map(({ word }) => word);
}

Deno.test("little words, years and trimmings are not needed where two others tell the song", () => {
  assert.deepEqual(needed("the house of the rising sun"), ["house", "rising", "sun"]);
  assert.deepEqual(needed("yesterday beatles remastered 2009"), ["yesterday", "beatles"]);
});

Deno.test("every word is needed where there is little else", () => {
  assert.deepEqual(needed("the who"), ["the", "who"]);
  assert.deepEqual(needed("live 1984"), ["live", "1984"]);
});

Deno.test("what was said aside is not needed", () => {
  const bare = "hello adele";
  assert.deepEqual(needed("hello somebody else adele", { bare }), ["hello", "adele"]);
});

Deno.test("a short last word is but begun", () => {
  assert.deepEqual(needed("hey jude b"), ["hey", "jude"]);
  assert.deepEqual(needed("ye", { known: "" }), []);
  assert.deepEqual(needed("ye"), ["ye"]);
});
