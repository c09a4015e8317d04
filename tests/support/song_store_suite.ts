import assert from "node:assert/strict";
import { rankSongs } from "../../src/songs/search/rank_songs.ts";
import type { SongFilter, SongStore } from "../../src/songs/song_store.ts";
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
  await store.add(SHELF.map(([title, artist]) => newSong(title, artist)));
}

/** The titles that a search finds, in the order that the songs room puts them in. */
async function titles(store: SongStore, text: string): Promise<string[]> {
  return (await rankSongs(store, text, {})).map(({ title }) => title);
}

/** What every SongStore does. `search` need only find; the songs room ranks what it found. */
export function songStoreSuite(name: string, withStore: WithSongStore): void {
  searchSuite(name, withStore);
  listingSuite(name, withStore);
  toleranceSuite(name, withStore);
  keepingSuite(name, withStore);
}

function searchSuite(name: string, withStore: WithSongStore): void {
  Deno.test(`${name} finds a song by its title, with its artist or without`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.equal((await titles(store, "solace"))[0], "Solace");
      assert.equal((await titles(store, "solace scott joplin"))[0], "Solace");
    }));

  Deno.test(`${name} finds both songs when two artists share a title`, () =>
    withStore(async (store) => {
      await store.add([newSong("Solace", "Scott Joplin"), newSong("Solace", "Somebody Else")]);
      assert.deepEqual(await titles(store, "solace"), ["Solace", "Solace"]);
    }));

  Deno.test(`${name} finds exact names alone, by title or by title and artist`, () =>
    withStore(async (store) => {
      await fill(store);
      await store.add([newSong("Solace", "Somebody Else")]);
      const exact = async (query: string, limit = 5) =>
        (await store.searchExact(query, limit)).map(({ artist }) => artist);
      assert.deepEqual(await exact("solace"), ["Scott Joplin", "Somebody Else"]);
      assert.deepEqual(await exact("solace somebody else"), ["Somebody Else"]);
      assert.equal((await exact("solace", 1)).length, 1);
      assert.deepEqual(await exact("solac"), []);
      assert.deepEqual(await exact("scott joplin"), []);
      assert.deepEqual(await exact(""), []);
    }));

  Deno.test(`${name} finds nothing for a word that looks like no song`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.deepEqual(await titles(store, "zzyzx qqq"), []);
    }));

  Deno.test(`${name} takes wildcards and quotes of a query literally`, () =>
    withStore(async (store) => {
      await fill(store);
      for (const text of ["%", "_", "\\", "{", '"', "_'; drop table songs; --"]) {
        assert.deepEqual(await titles(store, text), []);
      }
      assert.equal(await store.count(), SHELF.length);
    }));

  Deno.test(`${name} finds only what the filter lets through`, () =>
    withStore(async (store) => {
      await store.add(FILTERED);
      const found = async (filter: SongFilter) =>
        (await rankSongs(store, "solace", filter)).map(({ artist }) => artist).sort();
      assert.deepEqual(await found({}), ["Fast", "Slow"]);
      assert.deepEqual(await found({ key: "C major" }), ["Fast"]);
      assert.deepEqual(await found({ hasDrums: false }), ["Slow"]);
      assert.deepEqual(await found({ license: "CC0-1.0", minTempoBpm: 100 }), []);
    }));
}

const FILTERED = [
  newSong("Solace", "Slow", { tempoBpm: 60, durationSeconds: 200, license: "CC0-1.0" }),
  newSong("Solace", "Fast", {
    tempoBpm: 160,
    durationSeconds: 90,
    key: "C major",
    hasDrums: true,
    license: "CC-BY-4.0",
  }),
];

function listingSuite(name: string, withStore: WithSongStore): void {
  Deno.test(`${name} lists all songs by title, no more than the limit`, () =>
    withStore(async (store) => {
      await fill(store);
      const found = await store.list({ filter: {}, limit: 100 });
      assert.equal(found.length, SHELF.length);
      assert.equal(found[0]?.title, "Für Elise");
      assert.equal(found.at(-1)?.title, "The Entertainer");
      assert.equal((await store.list({ filter: {}, limit: 3 })).length, 3);
    }));

  Deno.test(`${name} lists page by page, each song once, though songs of one name part the pages`, () =>
    withStore(async (store) => {
      await fill(store);
      await store.add([newSong("Solace", "Scott Joplin"), newSong("Solace", "Scott Joplin")]);
      const whole = await store.list({ filter: {}, limit: 100 });
      const paged: string[] = [];
      let page = await store.list({ filter: {}, limit: 2 });
      while (page.length > 0) {
        paged.push(...page.map(({ songId }) => songId));
        page = await store.list({ filter: {}, limit: 2, after: page.at(-1)! });
      }
      assert.deepEqual(paged, whole.map(({ songId }) => songId));
    }));

  Deno.test(`${name} lists on behind a song that is gone`, () =>
    withStore(async (store) => {
      await fill(store);
      const [first, second] = await store.list({ filter: {}, limit: 2 });
      await store.remove([first!.songId]);
      const [next] = await store.list({ filter: {}, limit: 1, after: first! });
      assert.equal(next?.songId, second?.songId);
    }));

  Deno.test(`${name} lists within each bound of a filter, the bounds among them`, () =>
    withStore(async (store) => {
      await store.add(FILTERED);
      const artists = async (filter: SongFilter) =>
        (await store.list({ filter, limit: 9 })).map(({ artist }) => artist);
      assert.deepEqual(await artists({ minTempoBpm: 160 }), ["Fast"]);
      assert.deepEqual(await artists({ maxTempoBpm: 60 }), ["Slow"]);
      assert.deepEqual(await artists({ minDurationSeconds: 200 }), ["Slow"]);
      assert.deepEqual(await artists({ maxDurationSeconds: 90 }), ["Fast"]);
      assert.deepEqual(await artists({ hasDrums: true, license: "CC-BY-4.0" }), ["Fast"]);
      assert.deepEqual(await artists({ key: "C minor" }), []);
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
      await store.add([newSong("🎵 %_!", "★")]);
      assert.equal((await titles(store, "🎵 %_!"))[0], "🎵 %_!");
    }));

  Deno.test(`${name} finds a title in another script`, () =>
    withStore(async (store) => {
      await fill(store);
      await store.add([newSong("Коробейники", "Народная"), newSong("さくら", "日本古謡")]);
      assert.equal((await titles(store, "коробейники"))[0], "Коробейники");
      assert.equal((await titles(store, "さくら"))[0], "さくら");
    }));
}

function keepingSuite(name: string, withStore: WithSongStore): void {
  Deno.test(`${name} gives a song back as it was added`, () =>
    withStore(async (store) => {
      const song = newSong("Für Elise", "Ludwig van Beethoven");
      await store.add([song]);
      const { searchTitle: _, searchArtist: __, ...kept } = song;
      assert.deepEqual(await store.page({ limit: 2 }), [kept]);
      const { objectKey: ___, contentSha256: ____, fingerprint: _____, ...shown } = kept;
      assert.deepEqual(await store.find(song.songId), shown);
    }));

  Deno.test(`${name} knows no song by an id it never gave`, () =>
    withStore(async (store) => {
      await fill(store);
      assert.equal(await store.find(crypto.randomUUID()), undefined);
    }));

  Deno.test(`${name} gives object keys in the order asked, undefined for an unknown song`, () =>
    withStore(async (store) => {
      const [one, two] = [newSong("One", "A"), newSong("Two", "B")];
      await store.add([one, two]);
      assert.deepEqual(
        await store.objectKeys([two.songId, crypto.randomUUID(), one.songId, two.songId]),
        [two.objectKey, undefined, one.objectKey, two.objectKey],
      );
      assert.deepEqual(await store.objectKeys([]), []);
    }));

  Deno.test(`${name} refuses a content that is there already, and takes a name once more`, () =>
    withStore(async (store) => {
      const [song, other] = [newSong("Solace", "Joplin"), newSong("Solace", "Joplin")];
      const copy = newSong("Another Name", "A", { contentSha256: song.contentSha256 });
      assert.deepEqual(await store.add([song, copy, other]), [true, false, true]);
      assert.deepEqual(await store.add([copy]), [false]);
      assert.deepEqual(await store.add([]), []);
      assert.equal(await store.count(), 2);
      const asked = [other.contentSha256, "0".repeat(64), song.contentSha256];
      assert.deepEqual(await store.hasContents(asked), [true, false, true]);
    }));

  Deno.test(`${name} knows which names are there, in the order asked`, () =>
    withStore(async (store) => {
      const [one, two] = [newSong("A B", "C"), newSong("Für Elise", "Beethoven")];
      await store.add([one, two]);
      const parted = { searchTitle: "a", searchArtist: "b c" };
      const unknown = { searchTitle: "'\\\"{},", searchArtist: "" };
      assert.deepEqual(
        await store.has([two, parted, one, unknown, two]),
        [true, false, true, false, true],
      );
      assert.deepEqual(await store.has([]), []);
    }));

  Deno.test(`${name} finds the first song with the same notes, and none where nothing is known`, () =>
    withStore(async (store) => {
      const song = newSong("Solace", "Joplin", { fingerprint: "00ff00ff00ff00ff" });
      await store.add([song, newSong("Unheard", "A")]);
      const { songId, title, artist } = song;
      assert.deepEqual(
        await store.findAlike(["00ff00ff00ff00ff", "", "1111111111111111"]),
        [{ songId, title, artist }, undefined, undefined],
      );
    }));

  Deno.test(`${name} adds a content once when many add it at the same moment`, () =>
    withStore(async (store) => {
      const { contentSha256 } = newSong("Solace", "Scott Joplin");
      const songs = Array.from(
        { length: 8 },
        () => newSong("Solace", "Scott Joplin", { contentSha256 }),
      );
      const added = await Promise.all(songs.map((song) => store.add([song])));
      assert.equal(added.flat().filter(Boolean).length, 1);
      assert.equal(await store.count(), 1);
    }));

  Deno.test(`${name} adds overlapping lists of songs at the same moment, each song once`, () =>
    withStore(async (store) => {
      const songs = Array.from({ length: 20 }, (_, n) => newSong(`Rag ${n}`, `Player ${n}`));
      const lists = [songs, songs.toReversed(), songs.slice(5), songs.slice(0, 9).toReversed()];
      const added = await Promise.all(lists.map((list) => store.add(list)));
      assert.equal(added.flat().filter(Boolean).length, songs.length);
      assert.equal(await store.count(), songs.length);
    }));

  Deno.test(`${name} finds removed songs no more and gives the keys of their files`, () =>
    withStore(async (store) => {
      const [one, two] = [newSong("Solace", "Joplin"), newSong("Solace Again", "Joplin")];
      await store.add([one, two]);
      const gone = await store.remove([one.songId, crypto.randomUUID(), "no id"]);
      assert.deepEqual(gone, [one.objectKey]);
      assert.deepEqual(await titles(store, "solace"), ["Solace Again"]);
      assert.deepEqual(await store.remove([one.songId]), []);
      assert.deepEqual(await store.add([one]), [true]);
      assert.deepEqual(await titles(store, "solace"), ["Solace", "Solace Again"]);
    }));

  Deno.test(`${name} gives all songs page by page, in order of their ids`, () =>
    withStore(async (store) => {
      await fill(store);
      const ids: string[] = [];
      for (let page = await store.page({ limit: 3 }); page.length > 0;) {
        ids.push(...page.map(({ songId }) => songId));
        page = await store.page({ limit: 3, afterId: ids.at(-1)! });
      }
      assert.equal(new Set(ids).size, SHELF.length);
      assert.deepEqual(ids, ids.toSorted());
    }));

  Deno.test(`${name} has another version after each change, and the same without one`, () =>
    withStore(async (store) => {
      const song = newSong("Solace", "Joplin");
      const versions = [await store.version()];
      await store.add([song]);
      versions.push(await store.version());
      await store.add([song]);
      assert.equal(await store.version(), versions.at(-1));
      await store.remove([song.songId]);
      versions.push(await store.version());
      assert.equal(new Set(versions).size, 3);
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
      assert.deepEqual(await store.add([song]), [true]);
      assert.equal((await store.find(song.songId))?.artist, song.artist);
    }));

  Deno.test(`${name} gives the abort reason to whoever aborted`, () =>
    withStore(async (store) => {
      const aborted = AbortSignal.abort(new Error("enough"));
      await assert.rejects(store.findWords(["solace"], aborted), /enough/);
      await assert.rejects(store.findLikeWords(["solace"], aborted), /enough/);
      await assert.rejects(store.findSongs([{ begun: "so" }], {}, aborted), /enough/);
      await assert.rejects(store.list({ filter: {}, limit: 1 }, aborted), /enough/);
      await assert.rejects(store.searchExact("solace", 5, aborted), /enough/);
      await assert.rejects(store.find(crypto.randomUUID(), aborted), /enough/);
      await assert.rejects(store.has([], aborted), /enough/);
      await assert.rejects(store.hasContents([], aborted), /enough/);
      await assert.rejects(store.add([newSong("One", "A")], aborted), /enough/);
      await assert.rejects(store.remove([], aborted), /enough/);
      await assert.rejects(store.version(aborted), /enough/);
    }));
}
