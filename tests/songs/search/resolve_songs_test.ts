import assert from "node:assert/strict";
import { MAX_SUGGESTIONS } from "../../../src/songs/search/resolve_song.ts";
import { resolveSongs } from "../../../src/songs/search/resolve_songs.ts";
import { MemorySongStore } from "../../support/memory_song_store.ts";
import { newSong } from "../../support/new_song.ts";
import { starterStore } from "../../support/starter_store.ts";

const store = await starterStore();

/** The title that each name resolves to; undefined where there is none. */
async function titlesOf(names: readonly string[]): Promise<(string | undefined)[]> {
  return (await resolveSongs(store, names)).map(({ song }) => song?.title);
}

Deno.test("names resolve in spite of case, accents, punctuation and a missing article", async () => {
  assert.deepEqual(
    await titlesOf(["GREENSLEEVES", "gymnopedie no 1", "fur elise", "Entertainer", "oh susanna"]),
    ["Greensleeves", "Gymnopédie No. 1", "Für Elise", "The Entertainer", "Oh! Susanna"],
  );
});

Deno.test("names resolve with their artist, whole or in part, before or after", async () => {
  assert.deepEqual(
    await titlesOf([
      "The Entertainer - Scott Joplin",
      "Joplin: The Entertainer",
      "für elise beethoven",
      "Can-can - Offenbach",
      "satie gymnopedie",
    ]),
    ["The Entertainer", "The Entertainer", "Für Elise", "Can-Can", "Gymnopédie No. 1"],
  );
});

Deno.test("names resolve in spite of typing errors", async () => {
  assert.deepEqual(
    await titlesOf([
      "greensleves",
      "the entertaner - scot joplin",
      "korobeinki",
      "In the Hall of the Montain King - Grieg",
      "tschaikowsky swan lake",
      "Oh Susannah",
      "Fuer Elise",
    ]),
    [
      "Greensleeves",
      "The Entertainer",
      "Korobeiniki",
      "In the Hall of the Mountain King",
      "Swan Lake",
      "Oh! Susanna",
      "Für Elise",
    ],
  );
});

Deno.test("names resolve with words in another order, joined or parted", async () => {
  assert.deepEqual(
    await titlesOf(["green sleeves", "mapleleaf rag", "cancan", "entertainer, the", "danube blue"]),
    ["Greensleeves", "Maple Leaf Rag", "Can-Can", "The Entertainer", "The Blue Danube"],
  );
});

Deno.test("half of a title is enough when nothing else was said", async () => {
  assert.deepEqual(
    await titlesOf(["maple leaf", "mountain king", "cucaracha", "twinkle twinkle", "arabesque"]),
    [
      "Maple Leaf Rag",
      "In the Hall of the Mountain King",
      "La Cucaracha",
      "Twinkle, Twinkle, Little Star",
      "Arabesque No. 1",
    ],
  );
  assert.deepEqual(await titlesOf(["night", "king", "joy"]), [undefined, undefined, undefined]);
});

Deno.test("a song that the catalogue lacks does not resolve to one that looks like it", async () => {
  assert.deepEqual(
    await titlesOf([
      "Imagine - John Lennon",
      "Bohemian Rhapsody",
      "Jingle Bell Rock",
      "Gymnopédie No. 3",
      "Canon in C",
      "The Entertainer - Marvin Hamlisch",
      "!!!",
    ]),
    Array(7).fill(undefined),
  );
});

Deno.test("a name that is spelt alike, but has another word, resolves to none", async () => {
  const alike = new MemorySongStore();
  await alike.add([newSong("Blue Moon", "Richard Rodgers"), newSong("Lady", "Shine Number")]);
  const names = ["Blue Room", "Warm - Shine Number", "Blue Mono", "BlueMoon by Richard Rodgers"];
  assert.deepEqual(
    (await resolveSongs(alike, names)).map(({ song }) => song?.title),
    [undefined, undefined, "Blue Moon", "Blue Moon"],
  );
});

Deno.test("a name with another key or Roman number resolves to none", async () => {
  const numbered = new MemorySongStore();
  await numbered.add([
    newSong("Symphony No. 5 in C minor", "Beethoven"),
    newSong("Prelude in E minor", "Chopin"),
    newSong("Star Wars IV", "Williams"),
    newSong("Étude Op. 10 No. 12", "Chopin"),
  ]);
  const begun = await resolveSongs(numbered, ["etude op 10 no 1", "etude op 10 no 12"]);
  assert.deepEqual(begun.map(({ song }) => song?.title), [undefined, "Étude Op. 10 No. 12"]);
  const names = ["Symphony No. 5 in C major", "Prelude in A minor", "Star Wars VI", "Star Wars iv"];
  assert.deepEqual(
    (await resolveSongs(numbered, names)).map(({ song }) => song?.title),
    [undefined, undefined, undefined, "Star Wars IV"],
  );
});

Deno.test("a name that several songs share equally resolves to none and suggests them", async () => {
  const [rag, joplin] = await resolveSongs(store, ["rag", "Scott Joplin"]);
  assert.deepEqual(
    rag?.suggestions.slice(0, 3).map(({ title }) => title).sort(),
    ["Maple Leaf Rag", "Peacherine Rag", "Pineapple Rag"],
  );
  assert.equal(joplin?.song, undefined);
  assert.equal(joplin?.suggestions.length, MAX_SUGGESTIONS);
  assert.ok(joplin?.suggestions.every(({ artist }) => artist === "Scott Joplin"));
});

Deno.test("a resolved name has its song with a score and no suggestions", async () => {
  const [resolved] = await resolveSongs(store, ["Solace"]);
  assert.deepEqual([resolved?.query, resolved?.song?.score, resolved?.suggestions], [
    "Solace",
    1,
    [],
  ]);
});

Deno.test("suggestions come best first with their scores", async () => {
  const [{ suggestions } = { suggestions: [] }] = await resolveSongs(store, ["Gymnopédie No. 3"]);
  assert.equal(suggestions[0]?.title, "Gymnopédie No. 1");
  const scores = suggestions.map(({ score }) => score);
  assert.deepEqual(scores, scores.toSorted((left, right) => right - left));
});

Deno.test("one title by two artists needs the artist", async () => {
  const shelf = new MemorySongStore();
  await shelf.add([newSong("Solace", "Scott Joplin")]);
  await shelf.add([newSong("Solace", "Somebody Else")]);
  const [title, one, other] = await resolveSongs(shelf, [
    "Solace",
    "Solace - Scott Joplin",
    "somebody else - solace",
  ]);
  assert.deepEqual([title?.song, title?.suggestions.length], [undefined, 2]);
  assert.equal(one?.song?.artist, "Scott Joplin");
  assert.equal(other?.song?.artist, "Somebody Else");
});

Deno.test("an exact title wins over longer ones that contain it", async () => {
  const shelf = new MemorySongStore();
  await shelf.add([newSong("Swan", "A")]);
  await shelf.add([newSong("Swan Lake", "A")]);
  await shelf.add([newSong("Swans", "A")]);
  const [resolved] = await resolveSongs(shelf, ["swan"]);
  assert.equal(resolved?.song?.title, "Swan");
});

Deno.test("a title with a dash of its own resolves with and without its artist", async () => {
  const shelf = new MemorySongStore();
  await shelf.add([newSong("Suite - Part 2", "A - Team")]);
  await shelf.add([newSong("Suite - Part 3", "A - Team")]);
  const found = await resolveSongs(shelf, ["Suite - Part 2", "Suite - Part 3 - A - Team"]);
  assert.deepEqual(found.map(({ song }) => song?.title), ["Suite - Part 2", "Suite - Part 3"]);
});

Deno.test("a song resolves by its id", async () => {
  const shelf = new MemorySongStore();
  const song = newSong("Solace", "Scott Joplin", {
    songId: "0a000000-0000-4000-8000-00000000000b",
  });
  await shelf.add([song]);
  const [resolved] = await resolveSongs(shelf, [{ songId: song.songId }]);
  assert.deepEqual([resolved?.song?.title, resolved?.song?.score], ["Solace", 1]);
  assert.deepEqual(resolved?.query, { songId: song.songId });
});

Deno.test("an unknown or malformed id resolves to nothing and suggests nothing", async () => {
  const found = await resolveSongs(store, [
    { songId: crypto.randomUUID() },
    { songId: "../../etc/passwd" },
    { songId: "" },
  ]);
  assert.deepEqual(found.map(({ song, suggestions }) => [song, suggestions]), [
    [undefined, []],
    [undefined, []],
    [undefined, []],
  ]);
});

Deno.test("resolving ends with the reason of whoever aborted", async () => {
  const aborted = AbortSignal.abort(new Error("enough"));
  await assert.rejects(resolveSongs(store, ["Solace"], aborted), /enough/);
});

Deno.test("an exact name is resolved without comparing it with other songs", async () => {
  const store = await starterStore();
  const finder = {
    searchExact: store.searchExact.bind(store),
    findWords: () => assert.fail("the name is exact"),
    findBegunWords: () => assert.fail("the name is exact"),
    findLikeWords: () => assert.fail("the name is exact"),
    findSongs: () => assert.fail("the name is exact"),
    find: store.find.bind(store),
    list: store.list.bind(store),
  };
  const names = ["The Entertainer - Scott Joplin", "greensleeves", "KOROBEINIKI"];
  const resolved = await resolveSongs(finder, names);
  assert.deepEqual(
    resolved.map(({ song }) => song?.title),
    ["The Entertainer", "Greensleeves", "Korobeiniki"],
  );
});
