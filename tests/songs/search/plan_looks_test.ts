import assert from "node:assert/strict";
import type { QueryWord } from "../../../src/songs/search/find_words.ts";
import { looksForNear, looksForSome, looksForTyped } from "../../../src/songs/search/plan_looks.ts";
import type { SongLook } from "../../../src/songs/song_store.ts";

/** `word:songs,word:songs` for each word of a query; the first is the word itself. */
function wordsOf(...texts: string[]): QueryWord[] {
  return texts.map((text) => {
    const stands = text.split(",").map((part) => part.split(":"))
      .map(([word, songs]) => ({ word: word!, songs: Number(songs) }));
    const isLast = text === texts.at(-1);
    return { word: stands[0]!.word, stands: stands.filter(({ songs }) => songs > 0), isLast };
  });
}

function groupsIn(looks: readonly SongLook[]): (readonly (readonly string[])[])[] {
  return looks.flatMap((look) => "words" in look ? [look.words] : []);
}

function namesIn(looks: readonly SongLook[]): string[] {
  return looks.flatMap((look) => "named" in look ? look.named : []);
}

Deno.test("a typed query is looked for as a name, as two words in one, and by its words", () => {
  const all = wordsOf("green:900", "sleeves:30");
  const looks = looksForTyped("green sleeves", { all, needed: all });
  assert.deepEqual(namesIn(looks), ["green sleeves", "greensleeves"]);
  assert.deepEqual(groupsIn(looks), [[["sleeves"], ["green"]]]);
  assert.ok(looks.some((look) => "begun" in look && look.begun === "green sleeves"));
});

Deno.test("the other words are asked for where the needed ones are in too many songs", () => {
  const all = wordsOf("the:9000", "love:800", "song:700");
  const looks = looksForTyped("the love song", { all, needed: all.slice(1) });
  assert.deepEqual(groupsIn(looks), [[["song"], ["love"]], [["song"], ["love"], ["the"]]]);
  const rare = wordsOf("the:9000", "love:800", "korobeiniki:2");
  const few = looksForTyped("the love korobeiniki", { all: rare, needed: rare.slice(1) });
  assert.deepEqual(groupsIn(few), [[["korobeiniki"]]]);
});

Deno.test("near words make the names that may have been meant", () => {
  const all = wordsOf("yestarday:0,yesterday:90", "beatels:0,beatles:70,beetles:2");
  assert.deepEqual(namesIn(looksForNear({ all, needed: all })), [
    "yesterday beatles",
    "yesterday beetles",
  ]);
});

Deno.test("of words that one stands for, the common ones are left out", () => {
  const all = wordsOf("lov:3,love:19000,lave:40");
  assert.deepEqual(groupsIn(looksForNear({ all, needed: all })), [[["lov", "lave"]]]);
});

Deno.test("a word that is in too many songs is not looked for alone", () => {
  const many = wordsOf("the:10001");
  assert.deepEqual(groupsIn(looksForTyped("the", { all: many, needed: many })), []);
  const most = wordsOf("the:10000");
  assert.deepEqual(groupsIn(looksForTyped("the", { all: most, needed: most })), [[["the"]]]);
});

Deno.test("some of the words are any two of the rarest, or one that is rare", () => {
  const words = wordsOf("a:100", "b:5000", "c:30000", "d:40000", "e:50000");
  const looks = groupsIn(looksForSome(words)).map((groups) => groups.flat().join(""));
  assert.deepEqual(looks, ["ab", "ac", "ad", "bc", "bd", "a"]);
});

Deno.test("a query of nothing known is not looked for", () => {
  assert.deepEqual(looksForSome(wordsOf("xyz:0")), []);
  assert.deepEqual(groupsIn(looksForNear({ all: wordsOf("xyz:0"), needed: [] })), []);
});
