import assert from "node:assert/strict";
import { chooseSongs, type SongChoice } from "../../../src/songs/remove/choose_songs.ts";
import { removeSongs } from "../../../src/songs/remove/remove_songs.ts";
import { MemoryObjectStore } from "../../support/memory_object_store.ts";
import { MemorySongStore } from "../../support/memory_song_store.ts";
import { newSong } from "../../support/new_song.ts";

/** Three songs, each with its file and what was made of it. */
async function world() {
  const store = new MemorySongStore();
  const objects = new MemoryObjectStore();
  const songs = [
    newSong("Solace", "Scott Joplin", { license: "PD", sourceNote: "A book" }),
    newSong("Bethena", "Scott Joplin", { license: "CC0-1.0", sourceNote: "A book" }),
    newSong("Für Elise", "Ludwig van Beethoven", { license: "PD", sourceNote: "A roll" }),
  ];
  await store.add(songs);
  const ids = songs.map(({ songId }) => songId);
  for (const id of ids) {
    for (const key of [`songs/${id}.mid`, `previews/${id}-v1.mp3`, `thumbnails/${id}-v1.svg`]) {
      await objects.put(key, Uint8Array.of(1));
    }
  }
  const titles = async (choice: SongChoice) =>
    (await Array.fromAsync(chooseSongs(store, choice))).flat().map(({ title }) => title).sort();
  return { store, objects, ids, titles };
}

Deno.test("songs are chosen by ids, or by everything that is given", async () => {
  const { ids, titles } = await world();
  assert.deepEqual(await titles({ songIds: [ids[2]!, ids[2]!, "no id"] }), ["Für Elise"]);
  assert.deepEqual(await titles({ artist: "SCOTT  Joplin!" }), ["Bethena", "Solace"]);
  assert.deepEqual(await titles({ license: "PD" }), ["Für Elise", "Solace"]);
  assert.deepEqual(await titles({ license: "PD", sourceNote: "A book" }), ["Solace"]);
  assert.deepEqual(await titles({ license: "pd" }), []);
  assert.equal((await titles({})).length, 3);
});

Deno.test("songs that are removed leave no row, no file and nothing that was made of them", async () => {
  const { store, objects, ids } = await world();
  assert.equal(await removeSongs({ store, objects }, { artist: "Scott Joplin" }), 2);
  assert.equal(await store.count(), 1);
  assert.deepEqual([...objects.objects.keys()].sort(), [
    `previews/${ids[2]}-v1.mp3`,
    `songs/${ids[2]}.mid`,
    `thumbnails/${ids[2]}-v1.svg`,
  ]);
});

Deno.test("over many pages every chosen song is removed, and no other", async () => {
  const store = new MemorySongStore();
  const songs = Array.from(
    { length: 1_200 },
    (_, index) => newSong(`Song ${index}`, "Somebody", { license: index % 3 ? "a" : "b" }),
  );
  await store.add(songs);
  const counts: number[] = [];
  const removed = await removeSongs(
    { store, objects: new MemoryObjectStore() },
    { license: "a" },
    { onRemoved: (count) => counts.push(count) },
  );
  assert.deepEqual([removed, await store.count(), counts.at(-1)], [800, 400, 800]);
});

Deno.test("a file that cannot be deleted ends the removal after its row, and after the others", async () => {
  const { store, objects, ids } = await world();
  const [stuck] = await store.objectKeys(ids);
  const remove = objects.delete.bind(objects);
  objects.delete = (key) =>
    key === stuck ? Promise.reject(new Error("The disk is gone")) : remove(key);
  await assert.rejects(removeSongs({ store, objects }, { songIds: ids }), /The disk is gone/);
  assert.equal(await store.count(), 0);
  const left = [...objects.objects.keys()].filter((key) => key.startsWith("songs/"));
  assert.deepEqual(left, [stuck]);
});
