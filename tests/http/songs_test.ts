import assert from "node:assert/strict";
import { encodeCursor } from "../../src/channel/cursor.ts";
import type { ResolvedSong } from "../../src/songs/search/resolve_songs.ts";
import type { SongPage } from "../../src/songs/search/search_songs.ts";
import { MAX_SONG_CURSOR_LENGTH } from "../../src/songs/song_query.ts";
import { songSchema, songSummarySchema } from "../../src/songs/song.ts";
import { createHttpWorld, problemIn } from "../support/http_world.ts";
import { newSong } from "../support/new_song.ts";

function createSongsWorld() {
  const world = createHttpWorld();
  const page = async (query: string): Promise<SongPage> =>
    await (await world.get(`/api/songs?${query}`)).json();
  const titles = async (query: string) =>
    (await page(query)).songs.map((song) => songSummarySchema.parse(song).title);
  return { ...world, page, titles };
}

async function worldWithSongs() {
  const world = createSongsWorld();
  const grillo = newSong("El Grillo", "Josquin");
  await world.songs.add([grillo]);
  await world.songs.add([newSong("Für Elise", "Beethoven")]);
  await world.songs.add([newSong("An die Freude", "Beethoven")]);
  return { ...world, grillo };
}

Deno.test("songs are found by what people type, best match first", async () => {
  const { titles } = await worldWithSongs();
  assert.equal((await titles("q=fur+elise"))[0], "Für Elise");
  assert.equal((await titles("q=F%C3%9CR%20ELISE"))[0], "Für Elise");
  assert.equal((await titles("q=grillo"))[0], "El Grillo");
  assert.deepEqual(await titles("q=zzzzzz"), []);
});

Deno.test("without a query all songs are listed by title", async () => {
  const { titles } = await worldWithSongs();
  const all = ["An die Freude", "El Grillo", "Für Elise"];
  assert.deepEqual(await titles(""), all);
  assert.deepEqual(await titles("q="), all);
  assert.deepEqual(await titles("q=%20%20"), all);
  assert.deepEqual(await titles("limit=1"), ["An die Freude"]);
});

Deno.test("pages follow each other by their cursors, to the end", async () => {
  const { page } = await worldWithSongs();
  const first = await page("limit=2");
  assert.deepEqual(first.songs.map(({ title }) => title), ["An die Freude", "El Grillo"]);
  const second = await page(`limit=2&cursor=${first.nextCursor}`);
  assert.deepEqual(second.songs.map(({ title }) => title), ["Für Elise"]);
  assert.equal(second.nextCursor, null);
});

Deno.test("the cursor of songs with the longest names leads to the next page", async () => {
  const { songs, page } = createSongsWorld();
  const longest = "𝄞".repeat(200);
  await songs.add([newSong(`${longest}1`, longest), newSong(`${longest}2`, longest)]);
  const { nextCursor } = await page("limit=1");
  assert.ok(nextCursor!.length <= MAX_SONG_CURSOR_LENGTH);
  assert.equal((await page(`limit=1&cursor=${nextCursor}`)).songs[0]?.title, `${longest}2`);
});

Deno.test("a cursor that nobody gave out is refused", async () => {
  const { get } = createHttpWorld();
  const nonsense = encodeCursor("nonsense");
  await problemIn(await get(`/api/songs?cursor=${nonsense}`), 422, "invalid_request");
  const { errors } = await problemIn(await get("/api/songs?cursor=bm9wZQ"), 422, "invalid_request");
  assert.deepEqual(errors?.map(({ path }) => path), ["cursor"]);
  const tooLong = "A".repeat(MAX_SONG_CURSOR_LENGTH + 1);
  await problemIn(await get(`/api/songs?cursor=${tooLong}`), 422, "invalid_request");
});

Deno.test("songs are listed by key, tempo, length, drums and licence", async () => {
  const { songs, titles } = createSongsWorld();
  await songs.add([newSong("Slow", "A", { tempoBpm: 59.5 })]);
  await songs.add([newSong("Long", "B", { durationSeconds: 300, hasDrums: true, license: "MIT" })]);
  await songs.add([newSong("Sharp", "C", { key: "F# major", tempoBpm: 180 })]);
  assert.deepEqual(await titles("key=F%23+major"), ["Sharp"]);
  assert.deepEqual(await titles("key=Gb+major"), ["Sharp"]);
  assert.deepEqual(await titles("maxTempoBpm=59.5"), ["Slow"]);
  assert.deepEqual(await titles("minTempoBpm=60&maxTempoBpm=179.9"), ["Long"]);
  assert.deepEqual(await titles("minDurationSeconds=300"), ["Long"]);
  assert.deepEqual(await titles("maxDurationSeconds=299&minTempoBpm=96"), ["Sharp"]);
  assert.deepEqual(await titles("hasDrums=true"), ["Long"]);
  assert.deepEqual(await titles("hasDrums=false"), ["Sharp", "Slow"]);
  assert.deepEqual(await titles("license=MIT"), ["Long"]);
});

Deno.test("a filter that is no value is refused with its place", async () => {
  const { get } = createHttpWorld();
  const refused = async (query: string) => {
    const { errors } = await problemIn(await get(`/api/songs?${query}`), 422, "invalid_request");
    return errors?.map(({ path }) => path);
  };
  assert.deepEqual(await refused("minTempoBpm=121&maxTempoBpm=120"), ["minTempoBpm"]);
  assert.deepEqual(await refused("minDurationSeconds=2&maxDurationSeconds=1.5"), [
    "minDurationSeconds",
  ]);
  assert.deepEqual(await refused("minTempoBpm=-1"), ["minTempoBpm"]);
  assert.deepEqual(await refused("maxTempoBpm=fast"), ["maxTempoBpm"]);
  assert.deepEqual(await refused("key=H+major"), ["key"]);
  assert.deepEqual(await refused("hasDrums=yes"), ["hasDrums"]);
  assert.deepEqual(await refused("license="), ["license"]);
  assert.deepEqual(await refused(`license=${"x".repeat(501)}`), ["license"]);
  assert.deepEqual(await refused("license=a%00b"), ["license"]);
});

Deno.test("a song's query of 200 characters is taken, a longer or strange one refused", async () => {
  const { get } = await worldWithSongs();
  const send = (q: string) => get(`/api/songs?q=${encodeURIComponent(q)}`);
  const taken = await send("x".repeat(200));
  assert.equal(taken.status, 200);
  await taken.body?.cancel();
  const refused = await problemIn(await send("x".repeat(201)), 422, "invalid_request");
  assert.equal(refused.errors?.[0]?.path, "q");
  await problemIn(await send("a\u0000b"), 422, "invalid_request");
  await problemIn(await send("a\u202eb"), 422, "invalid_request");
  await problemIn(await get("/api/songs?q=a&q=b"), 422, "invalid_request");
  await problemIn(await get("/api/songs?limit=101"), 422, "invalid_request");
  await problemIn(await get("/api/songs?limit=0"), 422, "invalid_request");
});

Deno.test("wildcards and quotes in a query are letters like others", async () => {
  const { titles } = await worldWithSongs();
  assert.deepEqual(await titles("q=%25"), []);
  assert.deepEqual(await titles("q=_______"), []);
  assert.deepEqual(await titles(`q=${encodeURIComponent("' or 1=1; --")}`), []);
});

Deno.test("one song comes with its analysis", async () => {
  const { get, grillo } = await worldWithSongs();
  const response = await get(`/api/songs/${grillo.songId}`);
  assert.equal(response.status, 200);
  const song = songSchema.parse(await response.json());
  assert.equal(song.title, "El Grillo");
  assert.equal(song.analysis.meter.numerator, 6);
});

Deno.test("an unknown or malformed song is 404", async () => {
  const { get } = await worldWithSongs();
  await problemIn(await get(`/api/songs/${crypto.randomUUID()}`), 404, "not_found");
  await problemIn(await get("/api/songs/resolve"), 404, "not_found");
  await problemIn(await get("/api/songs/el-grillo"), 404, "not_found");
});

Deno.test("resolving tells which song each name means, and costs no quota", async () => {
  const { grillo, postJson } = await worldWithSongs();
  const names = ["El Grillo - Josquin", { songId: grillo.songId }, "Beethoven"];
  const response = await postJson("/api/songs/resolve", { songs: names });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("RateLimit"), null);
  assert.equal(response.headers.get("Set-Cookie"), null);
  const { songs } = await response.json() as { songs: ResolvedSong[] };
  assert.deepEqual(songs.map(({ query }) => query), names);
  assert.deepEqual(songs.map(({ song }) => song?.songId), [
    grillo.songId,
    grillo.songId,
    undefined,
  ]);
  const suggested = songs[2]?.suggestions.map(({ artist }) => artist);
  assert.deepEqual(suggested, ["Beethoven", "Beethoven"]);
});

Deno.test("resolving takes one to three names and nothing else", async () => {
  const { postJson } = createHttpWorld();
  const send = (body: unknown) => postJson("/api/songs/resolve", body);
  assert.equal((await send({ songs: ["A"] })).status, 200);
  assert.equal((await send({ songs: ["A", "B", "C"] })).status, 200);
  await problemIn(await send({ songs: [] }), 422, "invalid_request");
  await problemIn(await send({ songs: ["A", "B", "C", "D"] }), 422, "invalid_request");
  await problemIn(await send({ songs: ["A"], options: {} }), 422, "invalid_request");
  await problemIn(await send({ songs: ["\u0000"] }), 422, "invalid_request");
  await problemIn(await send("{"), 400, "invalid_json");
});
