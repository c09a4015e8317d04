import assert from "node:assert/strict";
import { AppError } from "../../../src/errors.ts";
import { requireSongs } from "../../../src/songs/search/require_songs.ts";
import type { SongSummary } from "../../../src/songs/song.ts";
import type { SongRequest } from "../../../src/songs/song_request.ts";
import { starterStore } from "../../support/starter_store.ts";

const store = await starterStore();

async function refusal(requests: readonly SongRequest[]): Promise<AppError> {
  const error = await requireSongs(store, requests).then(() => undefined, (error) => error);
  assert.ok(error instanceof AppError);
  return error;
}

Deno.test("three names give three songs in the order asked", async () => {
  const songs = await requireSongs(store, ["Solace", "greensleves", "The Entertainer - Joplin"]);
  assert.deepEqual(songs.map(({ title }) => title), ["Solace", "Greensleeves", "The Entertainer"]);
  assert.deepEqual(Object.keys(songs[0]!).sort(), ["artist", "songId", "title"]);
});

Deno.test("a name that fits no song is refused with its place", async () => {
  const error = await refusal(["Solace", "Bohemian Rhapsody", "Greensleeves"]);
  assert.deepEqual([error.code, error.status], ["song_not_found", 422]);
  assert.deepEqual(error.errors, [
    { path: "songs.1", message: "No song fits this name", suggestions: [] },
  ]);
});

Deno.test("a name that several songs share is refused with up to five suggestions", async () => {
  const error = await refusal(["Solace", "Greensleeves", "joplin"]);
  assert.equal(error.code, "song_ambiguous");
  const [first] = error.errors ?? [];
  assert.deepEqual([first?.path, first?.message], ["songs.2", "Several songs fit this name"]);
  const suggestions = first?.suggestions as SongSummary[];
  assert.equal(suggestions.length, 5);
  assert.ok(suggestions.every(({ score, songId }) => score > 0 && songId.length === 36));
});

Deno.test("every name at fault is listed, and the first gives the code", async () => {
  const error = await refusal(["rag", "Bohemian Rhapsody", { songId: "nonsense" }]);
  assert.equal(error.code, "song_ambiguous");
  assert.deepEqual(error.errors?.map(({ path }) => path), ["songs.0", "songs.1", "songs.2"]);
  assert.equal((await refusal(["nope", "rag", "Solace"])).code, "song_not_found");
});

Deno.test("the same song twice is refused, however it is named", async () => {
  const error = await refusal(["Solace", "Greensleeves", "solace - SCOTT JOPLIN"]);
  assert.equal(error.code, "duplicate_song");
  assert.deepEqual(error.errors, [{ path: "songs.2", message: '"Solace" is song 0 already' }]);
});

Deno.test("the same song three times blames the second and the third", async () => {
  const error = await refusal(["Solace", "solace", "Sollace"]);
  assert.deepEqual(error.errors?.map(({ path }) => path), ["songs.1", "songs.2"]);
});

Deno.test("a song by its id and by its name is the same song", async () => {
  const [solace] = await requireSongs(store, ["Solace"]);
  const error = await refusal(["Greensleeves", "Solace", { songId: solace!.songId }]);
  assert.equal(error.code, "duplicate_song");
});
