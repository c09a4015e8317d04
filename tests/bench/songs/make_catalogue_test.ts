import assert from "node:assert/strict";
import { makeSong } from "./make_song.ts";
import { nameSong } from "./name_song.ts";
import { canMistype, mistype } from "./typing_error.ts";
import { Chance } from "./chance.ts";

Deno.test("a generated song is the same each time, without the songs before it", () => {
  assert.deepEqual(makeSong(1, 654_321), makeSong(1, 654_321));
  assert.notDeepEqual(nameSong(1, 654_321), nameSong(2, 654_321));
});

Deno.test("generated songs are told apart by content, and some share title or name", () => {
  const songs = Array.from({ length: 5_000 }, (_, index) => makeSong(1, index));
  assert.equal(new Set(songs.map(({ contentSha256 }) => contentSha256)).size, songs.length);
  assert.equal(new Set(songs.map(({ songId }) => songId)).size, songs.length);
  const names = new Set(songs.map(({ title, artist }) => `${title}\t${artist}`));
  const titles = new Set(songs.map(({ searchTitle }) => searchTitle));
  assert.ok(names.size < 0.997 * songs.length && names.size > 0.98 * songs.length);
  assert.ok(titles.size < 0.9 * songs.length);
});

Deno.test("a typing error always changes a word, by one letter added, lost or changed or by two swapped", () => {
  const chance = new Chance(1);
  const typed = Array.from({ length: 500 }, () => mistype("Greensleeves", chance));
  assert.ok(typed.every((word) => word !== "Greensleeves" && Math.abs(word.length - 12) <= 1));
  assert.ok(new Set(typed).size > 50);
});

Deno.test("short words, numbers and scripts that are not typed letter by letter are spared", () => {
  assert.deepEqual(
    ["Sun", "2009", "夕焼け", "Solace", "Калинка", "Καλοκαίρι"].map(canMistype),
    [false, false, false, true, true, true],
  );
});
