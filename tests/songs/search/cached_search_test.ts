import assert from "node:assert/strict";
import { createCachedSearch } from "../../../src/songs/search/cached_search.ts";
import { searchSongs } from "../../../src/songs/search/search_songs.ts";
import { MemorySongStore } from "../../support/memory_song_store.ts";
import { newSong } from "../../support/new_song.ts";

const FIRST = { filter: {}, limit: 5 };

/** A cached search over a store that tells how often it was really searched. */
async function cachedWorld(...titles: string[]) {
  const store = new MemorySongStore();
  await store.add(titles.map((title) => newSong(title, "A")));
  const pages = new Map<string, string>();
  const looks = { count: 0 };
  const findSongs = store.findSongs.bind(store);
  store.findSongs = (...args) => {
    looks.count++;
    return findSongs(...args);
  };
  const cache = {
    get: (key: string) => pages.get(key),
    set: (key: string, page: string) => void pages.set(key, page),
  };
  return { store, pages, looks, cache, search: createCachedSearch({ store, cache }) };
}

Deno.test("a search that was made before is answered without searching", async () => {
  const { search, looks } = await cachedWorld("Solace");
  const page = await search({ ...FIRST, text: "solace" });
  const before = looks.count;
  assert.deepEqual(await search({ ...FIRST, text: " SOLACE! " }), page);
  assert.equal(looks.count, before);
});

Deno.test("another filter, limit or cursor is another search", async () => {
  const { search, pages } = await cachedWorld("Solace", "Solace Two");
  const { nextCursor } = await search({ text: "solace", filter: {}, limit: 1 });
  await search({ text: "solace", filter: { hasDrums: true }, limit: 1 });
  await search({ text: "solace", filter: {}, limit: 2 });
  const next = await search({ text: "solace", filter: {}, limit: 1, cursor: nextCursor! });
  assert.deepEqual(next.songs.map(({ title }) => title), ["Solace Two"]);
  assert.equal(pages.size, 4);
});

Deno.test("a search with brackets is not answered as one without", async () => {
  const { search, store } = await cachedWorld("Solace Nocturne", "Solace Waltz");
  const plain = { ...FIRST, text: "solace waltz nocturne" };
  const bracketed = { ...FIRST, text: "solace waltz (nocturne)" };
  const uncached = await searchSongs(store, bracketed);
  assert.notDeepEqual(await search(plain), uncached);
  assert.deepEqual(await search(bracketed), uncached);
});

Deno.test("a song that was added or removed shows in the next search", async () => {
  const { search, store } = await cachedWorld("Solace");
  await search({ ...FIRST, text: "solace" });
  const song = newSong("Solace", "B");
  await store.add([song]);
  assert.equal((await search({ ...FIRST, text: "solace" })).songs.length, 2);
  await store.remove([song.songId]);
  assert.equal((await search({ ...FIRST, text: "solace" })).songs.length, 1);
});

Deno.test("a cache that keeps nothing changes no answer", async () => {
  const { store } = await cachedWorld("Solace");
  const search = createCachedSearch({ store, cache: { get: () => undefined, set: () => {} } });
  assert.equal((await search({ ...FIRST, text: "solace" })).songs[0]?.title, "Solace");
});

Deno.test("a failed search is not kept", async () => {
  const { search, pages } = await cachedWorld("Solace");
  const cursor = "nobody's";
  await assert.rejects(search({ ...FIRST, text: "solace", cursor }), { code: "invalid_request" });
  assert.equal(pages.size, 0);
});
