import assert from "node:assert/strict";
import { rankSongs } from "../../../src/songs/search/rank_songs.ts";
import { MemorySongStore } from "../../support/memory_song_store.ts";
import { newSong } from "../../support/new_song.ts";

const SONGS = [
  ["Yesterday", "The Beatles"],
  ["Yesterday Once More", "Carpenters"],
  ["Hey Jude", "The Beatles"],
  ["Hey Joe", "Jimi Hendrix"],
  ["Blue Suede Shoes (Remastered 2009)", "Carl Perkins"],
  ["Café del Mar feat. Somebody", "Energy 52"],
  ["Swan Lake", "Pyotr Tchaikovsky"],
  ["Коробейники", "Народная"],
  ["上を向いて歩こう", "坂本九"],
  ["Prelude No. 1 in C major", "J. S. Bach"],
  ["Prelude No. 2 in C minor", "J. S. Bach"],
  ["Ms. Jackson", "OutKast"],
] as const;

const store = new MemorySongStore();
await store.add(SONGS.map(([title, artist]) => newSong(title, artist)));

async function first(text: string): Promise<string | undefined> {
  return (await rankSongs(store, text, {}))[0]?.title;
}

Deno.test("a song is found by title and artist, on either side, with a dash or by", async () => {
  assert.equal(await first("Hey Jude - The Beatles"), "Hey Jude");
  assert.equal(await first("beatles hey jude"), "Hey Jude");
  assert.equal(await first("yesterday by the beatles"), "Yesterday");
});

Deno.test("a song is found while it is typed", async () => {
  assert.equal(await first("yesterday onc"), "Yesterday Once More");
  assert.equal(await first("hey j"), "Hey Joe");
  assert.equal(await first("hey ju"), "Hey Jude");
  assert.equal(await first("ye"), "Yesterday");
});

Deno.test("a song is found misspelt, as it sounds, joined and parted", async () => {
  assert.equal(await first("yestarday beatels"), "Yesterday");
  assert.equal(await first("swan lake chaikovski"), "Swan Lake");
  assert.equal(await first("blue swede shoes"), "Blue Suede Shoes (Remastered 2009)");
  assert.equal(await first("hey jude thebeatles"), "Hey Jude");
  assert.equal(await first("yester day carpenters"), "Yesterday Once More");
});

Deno.test("a song is found though brackets, years and guests are left out or added", async () => {
  assert.equal(await first("blue suede shoes"), "Blue Suede Shoes (Remastered 2009)");
  assert.equal(await first("cafe del mar energy 52"), "Café del Mar feat. Somebody");
  assert.equal(await first("hey joe jimi hendrix 1967 remaster"), "Hey Joe");
  assert.equal(await first("Hey Joe (feat. Nobody Else) - Jimi Hendrix"), "Hey Joe");
  assert.equal(await first("Hey Joe ft. Nobody Else - Jimi Hendrix"), "Hey Joe");
});

Deno.test("a song in another script is found in it and in Latin letters", async () => {
  assert.equal(await first("коробейники"), "Коробейники");
  assert.equal(await first("korobeiniki"), "Коробейники");
  assert.equal(await first("каробейники"), "Коробейники");
  assert.equal(await first("上を向いて"), "上を向いて歩こう");
  assert.equal(await first("Чайковский swan lake"), "Swan Lake");
});

Deno.test("numbers and keys tell songs apart", async () => {
  assert.equal(await first("prelude no 2 bach"), "Prelude No. 2 in C minor");
  assert.equal(await first("prelude 1 bach"), "Prelude No. 1 in C major");
});

Deno.test("what nobody wrote finds nothing", async () => {
  assert.deepEqual(await rankSongs(store, "zzyzx qqq", {}), []);
});
