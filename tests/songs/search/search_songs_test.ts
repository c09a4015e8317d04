import assert from "node:assert/strict";
import { searchSongs } from "../../../src/songs/search/search_songs.ts";
import { starterStore } from "../../support/starter_store.ts";

const store = await starterStore();

async function search(text: string, limit: number) {
  return (await searchSongs(store, { text, limit, filter: {} })).songs;
}

Deno.test("a blank search lists songs by title up to the limit", async () => {
  const found = await search("  ", 3);
  assert.deepEqual(found.map(({ title }) => title), [
    "Amazing Grace",
    "Arabesque No. 1",
    "Auld Lang Syne",
  ]);
  assert.ok(found.every(({ score }) => score === 1));
  assert.equal((await search("", 100)).length, 34);
});

Deno.test("a search gives the best match first and equal ones by title", async () => {
  const found = await search("rag", 100);
  assert.deepEqual(found.slice(0, 2).map(({ title }) => title), [
    "Maple Leaf Rag",
    "Pineapple Rag",
  ]);
});

Deno.test("a search for an artist gives all of the artist's songs", async () => {
  const found = await search("joplin", 100);
  assert.equal(found.filter(({ artist }) => artist === "Scott Joplin").length, 8);
});

Deno.test("a search gives no more songs than the limit", async () => {
  assert.equal((await search("joplin", 2)).length, 2);
});

Deno.test("a search while typing finds the song", async () => {
  assert.equal((await search("gree", 1))[0]?.title, "Greensleeves");
  assert.equal((await search("swan l", 1))[0]?.title, "Swan Lake");
});
