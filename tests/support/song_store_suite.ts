import assert from "node:assert/strict";
import type { SongStore } from "../../src/songs/song.ts";
import { normaliseName } from "../../src/songs/search/normalise_name.ts";
import { newSong } from "./new_song.ts";

/** Runs `use` with an empty store and cleans up after it. */
export type WithSongStore = (use: (store: SongStore) => Promise<void>) => Promise<void>;

const SHELF = [
  ["Maple Leaf Rag", "Scott Joplin"],
  ["The Entertainer", "Scott Joplin"],
  ["Solace", "Scott Joplin"],
  ["Gymnopédie No. 1", "Erik Satie"],
  ["Für Elise", "Ludwig van Beethoven"],
  ["Ode to Joy", "Ludwig van Beethoven"],
  ["Greensleeves", "Traditional"],
  ["Scarborough Fair", "Traditional"],
  ["House of the Rising Sun", "Traditional"],
  ["Oh! Susanna", "Stephen Foster"],
] as const;

async function fill(store: SongStore): Promise<void> {
  for (const [title, artist] of SHELF) assert.ok(await store.add(newSong(title, artist)));
}

async function titles(store: SongStore, query: string, limit = 20): Promise<string[]> {
  return (await store.search(normaliseName(query), limit)).map(({ title }) => title);
}

/** What every SongStore does. `search` need only find; the songs room ranks what it found. */
export function songStoreSuite(name: string, withStore: WithSongStore): void {
  searchSuite(name, withStore);
  toleranceSuite(name, withStore);
  keepingSuite(name, withStore);
}

function searchSuite(name: string, withStore: WithSongStore): void {
  Deno.test(`${name} finds a song by its exact title, first and with score 1`, () =>
    withStore(async (store) => {
      await fill(store);
      const [first] = await store.search("solace", 5);
      assert.deepEqual([first?.title, first?.score], ["Solace", 1]);
    }));

  Deno.test(`${name} finds a song by title and artist, first and with score 1`, () =>
    withStore(async (store) => {
      await fill(store);
      const [first] = await store.search("solace scott joplin", 5);
      assert.deepEqual([first?.title, first?.score], ["Solace", 1]);
    }));

  Deno.test(`${name} gives both songs score 1 when two artists share a title`, () =>
    withStore(async (store) => {
      await store.add(newSong("Solace", "Scott Joplin"));
      await store.add(newSong("Solace", "Somebody Else"));
      const found = await store.search("solace", 5);
      assert.deepEqual(found.map(({ score }) => score), [1, 1]);
    }));

  Deno.test(`${name} finds exact names alone, by title or by title and artist`, () =>
    withStore(async (store) => {
      await fill(store);
      await store.add(newSong("Solace", "Somebody Else"));
      const exact = async (query: string, limit = 5) =>
        (await store.searchExact(query, limit)).map(({ artist, score }) => [artist, score]);
      assert.deepEqual(await exact("solace"), [["Scott Joplin", 1], ["Somebody Else", 1]]);
      assert.deepEqual(await exact("solace somebody else"), [["Somebody Else", 1]]);
      assert.equal((await exact("solace", 1)).length, 1);
      assert.deepEqual(await exact("solac"), []);
      assert.deepEqual(await exact("scott joplin"), []);
      assert.deepEqual(await exact(""), []);
    }));

  Deno.test(`${name} lists all songs by title for an empty query`, () =>
    withStore(async (store) => {
      await fill(store);
      const found = await store.search("", 100);
      assert.equal(found.length, SHELF.length);
      assert.equal(found[0]?.title, "Für Elise");
      assert.equal(found.at(-1)?.title, "The Entertainer");
      assert.ok(found.every(({ score }) => score === 1));
    }));

  Deno.test(`${name} answers best first, with scores from 0 to 1`, () =>
    withStore(async (store) => {
      await fill(store);
      const scores = (await store.search("joplin rag", 20)).map(({ score }) => score);
      assert.ok(scores.length >= 3);
      assert.ok(scores.every((score) => score >= 0 && score <= 1));
      assert.deepEqual(scores, scores.toSorted((left, right) => right - left));
    }));

  Deno.test(`${name} gives no more songs than the limit`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.equal((await store.search("", 3)).length, 3);
      assert.equal((await store.search("scott joplin", 2)).length, 2);
    }));

  Deno.test(`${name} finds nothing for a word that looks like no song`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.deepEqual(await titles(store, "zzyzx qqq"), []);
    }));

  Deno.test(`${name} takes wildcards and quotes of a query literally`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.deepEqual(await store.search("%", 20), []);
      assert.deepEqual(await store.search("_", 20), []);
      await store.search("_'; drop table songs; --", 20);
      assert.equal(await store.count(), SHELF.length);
    }));
}

function toleranceSuite(name: string, withStore: WithSongStore): void {
  Deno.test(`${name} finds a song in spite of typing errors`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.ok((await titles(store, "greensleves")).includes("Greensleeves"));
      assert.ok((await titles(store, "the entertaner")).includes("The Entertainer"));
      assert.ok((await titles(store, "Scarbrough fiar")).includes("Scarborough Fair"));
      assert.ok((await titles(store, "gymnopedy no 1")).includes("Gymnopédie No. 1"));
    }));

  Deno.test(`${name} finds a song by its words in another order or joined`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.ok((await titles(store, "rising sun house")).includes("House of the Rising Sun"));
      assert.ok((await titles(store, "joplin entertainer")).includes("The Entertainer"));
      assert.ok((await titles(store, "green sleeves")).includes("Greensleeves"));
    }));

  Deno.test(`${name} finds a song by a part of its title`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.ok((await titles(store, "maple")).includes("Maple Leaf Rag"));
      assert.ok((await titles(store, "scarb")).includes("Scarborough Fair"));
      assert.ok((await titles(store, "rising")).includes("House of the Rising Sun"));
    }));

  Deno.test(`${name} finds every song of an artist`, () =>
    withStore(async (store) => {
      await fill(store);
      const found = await titles(store, "joplin");
      assert.ok(["Maple Leaf Rag", "The Entertainer", "Solace"].every((t) => found.includes(t)));
    }));

  Deno.test(`${name} finds a title of symbols alone by its exact name`, () =>
    withStore(async (store) => {
      await fill(store);
      await store.add(newSong("🎵 %_!", "★"));
      const [first] = await store.search(normaliseName("🎵 %_!"), 5);
      assert.deepEqual([first?.title, first?.artist, first?.score], ["🎵 %_!", "★", 1]);
    }));

  Deno.test(`${name} finds a title in another script`, () =>
    withStore(async (store) => {
      await fill(store);
      await store.add(newSong("Коробейники", "Народная"));
      await store.add(newSong("さくら", "日本古謡"));
      assert.equal((await titles(store, "коробейники"))[0], "Коробейники");
      assert.equal((await titles(store, "さくら"))[0], "さくら");
    }));
}

function keepingSuite(name: string, withStore: WithSongStore): void {
  Deno.test(`${name} gives a song back as it was added`, () =>
    withStore(async (store) => {
      const song = newSong("Für Elise", "Ludwig van Beethoven");
      await store.add(song);
      const { objectKey: _, searchTitle: __, searchArtist: ___, ...kept } = song;
      assert.deepEqual(await store.find(song.songId), kept);
    }));

  Deno.test(`${name} knows no song by an id it never gave`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.equal(await store.find(crypto.randomUUID()), undefined);
    }));

  Deno.test(`${name} gives object keys in the order asked, undefined for an unknown song`, () =>
    withStore(async (store) => {
      const [one, two] = [newSong("One", "A"), newSong("Two", "B")];
      await store.add(one);
      await store.add(two);
      assert.deepEqual(
        await store.objectKeys([two.songId, crypto.randomUUID(), one.songId, two.songId]),
        [two.objectKey, undefined, one.objectKey, two.objectKey],
      );
      assert.deepEqual(await store.objectKeys([]), []);
    }));

  Deno.test(`${name} refuses a title and artist that are there already, however spelt`, () =>
    withStore(async (store) => {
      assert.equal(await store.add(newSong("Für Elise", "Beethoven")), true);
      assert.equal(await store.add(newSong("Fur elise!", "BEETHOVEN")), false);
      assert.equal(await store.add(newSong("Für Elise", "Somebody Else")), true);
      assert.equal(await store.count(), 2);
    }));

  Deno.test(`${name} knows which names are there, in the order asked`, () =>
    withStore(async (store) => {
      const [one, two] = [newSong("A B", "C"), newSong("Für Elise", "Beethoven")];
      await store.add(one);
      await store.add(two);
      const parted = { searchTitle: "a", searchArtist: "b c" };
      const unknown = { searchTitle: "'\\\"{},", searchArtist: "" };
      assert.deepEqual(
        await store.has([two, parted, one, unknown, two]),
        [true, false, true, false, true],
      );
      assert.deepEqual(await store.has([]), []);
    }));

  Deno.test(`${name} adds a song once when many add it at the same moment`, () =>
    withStore(async (store) => {
      const songs = Array.from({ length: 8 }, () => newSong("Solace", "Scott Joplin"));
      const added = await Promise.all(songs.map((song) => store.add(song)));
      assert.equal(added.filter(Boolean).length, 1);
      assert.equal(await store.count(), 1);
    }));

  Deno.test(`${name} counts its songs, none at first`, () =>
    withStore(async (store) => {
      assert.equal(await store.count(), 0);
      await fill(store);
      assert.equal(await store.count(), SHELF.length);
    }));

  Deno.test(`${name} keeps titles and artists of 255 characters`, () =>
    withStore(async (store) => {
      const song = newSong("é".repeat(255), "𝄞".repeat(255));
      assert.equal(await store.add(song), true);
      assert.equal((await store.find(song.songId))?.artist, song.artist);
    }));

  Deno.test(`${name} gives the abort reason to whoever aborted`, () =>
    withStore(async (store) => {
      const aborted = AbortSignal.abort(new Error("enough"));
      await assert.rejects(store.search("solace", 5, aborted), /enough/);
      await assert.rejects(store.searchExact("solace", 5, aborted), /enough/);
      await assert.rejects(store.find(crypto.randomUUID(), aborted), /enough/);
      await assert.rejects(store.has([], aborted), /enough/);
      await assert.rejects(store.add(newSong("One", "A"), aborted), /enough/);
    }));
}
