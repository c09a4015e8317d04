import assert from "node:assert/strict";
import { searchNameOf } from "../../../src/songs/search/search_name.ts";
import { createSongScorer } from "../../../src/songs/search/score_song.ts";

const RAG = { title: "Maple Leaf Rag", artist: "Scott Joplin" };

function score(query: string, song = RAG): number {
  return createSongScorer(query)({ ...song, ...searchNameOf(song) }).score;
}

Deno.test("only the exact title, alone or with the artist, scores 1", () => {
  assert.equal(score("maple leaf rag"), 1);
  assert.equal(score("Maple Leaf Rag - Scott Joplin"), 1);
  assert.equal(score("Scott Joplin - Maple Leaf Rag"), 1);
  assert.equal(score("Maple Leaf Rag by Scott Joplin"), 1);
  assert.equal(score("Leaf Maple Rag"), 0.99);
  assert.equal(score("mapleleafrag"), 0.99);
  assert.equal(score(""), 0);
});

Deno.test("the nearer the spelling, the higher the score", () => {
  const scores = ["maple leaf rag", "maple laef rag", "mapel laef rag", "mapel laef arg"];
  const found = scores.map((query) => score(query));
  assert.deepEqual(found, found.toSorted((left, right) => right - left));
  assert.equal(new Set(found).size, found.length);
});

Deno.test("what the song is not lowers the score", () => {
  assert.ok(score("maple leaf rag remix") < score("maple leaf rag"));
  assert.ok(score("maple leaf rag - erik satie") < 0.75);
});

Deno.test("the artist alone is half a fit", () => {
  assert.equal(score("scott joplin"), 0.5);
});

Deno.test("another number or key is another song, however long the title", () => {
  const satie = { title: "Gymnopédie No. 1", artist: "Erik Satie" };
  assert.ok(score("Gymnopedie No. 2", satie) < 0.75);
  assert.ok(score("Gymnopedie No. 1", satie) === 1);
  const pachelbel = { title: "Canon in D", artist: "Johann Pachelbel" };
  assert.ok(score("Canon in C", pachelbel) < 0.75);
  assert.ok(score("Canon in D major", pachelbel) > 0.9);
});

Deno.test("a song scores 0 for words that look like nothing in it", () => {
  assert.equal(score("bohemian rhapsody"), 0);
});

Deno.test("long and odd names cost little and stay between 0 and 1", () => {
  const names = ["a".repeat(200), "ab ".repeat(66), "1 ".repeat(100), "!".repeat(200)];
  for (const query of names) {
    for (const title of names) {
      const found = score(query, { title, artist: title });
      assert.ok(found >= 0 && found <= 1, `${query} / ${title}: ${found}`);
    }
  }
});

Deno.test("a song without a title is known by its artist", () => {
  const nameless = { title: "", searchTitle: "", searchArtist: "scott joplin" };
  assert.equal(createSongScorer("scott joplin")(nameless).score, 0.99);
  assert.equal(createSongScorer("maple leaf")(nameless).score, 0);
});

Deno.test("a key with another sign is never certain", () => {
  const waltz = { title: "Waltz in E-flat major", searchTitle: "waltz in e flat major" };
  const song = { ...waltz, searchArtist: "chopin" };
  assert.equal(createSongScorer("waltz in E major")(song).hasAll, false);
  assert.equal(createSongScorer("waltz in E♭ major")(song).hasAll, true);
  assert.equal(createSongScorer("chopin waltz")(song).hasAll, true);
});
