import assert from "node:assert/strict";
import { nameSong } from "../../../src/songs/import/name_song.ts";
import type { SongTexts } from "../../../src/songs/music/song_texts.ts";
import { songNameSchema } from "../../../src/songs/song_request.ts";

const HASH = "0a3f55d0c7b1e29f4d6608b17c52ae31";
const SILENT: SongTexts = { name: "", copyright: "", texts: [] };

/** Title and artist of a file whose text says nothing. */
function named(path: string): [string, string] {
  const { title, artist } = nameSong(path, SILENT);
  return [title, artist];
}

/** Title and artist of a file whose name says nothing. */
function told(texts: Partial<SongTexts>): [string, string] {
  const { title, artist } = nameSong(`${HASH}.mid`, { ...SILENT, ...texts });
  return [title, artist];
}

Deno.test("a file name gives artist and title", () => {
  assert.deepEqual(named("music/Scott Joplin - Solace.mid"), ["Solace", "Scott Joplin"]);
  assert.deepEqual(named("Scott_Joplin_-_Solace.MID"), ["Solace", "Scott Joplin"]);
});

Deno.test("a title may have dashes of its own", () => {
  assert.deepEqual(named("A-ha - Suite - Part 2.midi"), ["Suite - Part 2", "A-ha"]);
});

Deno.test("a file name without a dash is a title by nobody known", () => {
  assert.deepEqual(named("maple_leaf_rag.mid"), ["maple leaf rag", "Unknown"]);
  assert.deepEqual(named("No. 1.mid"), ["No. 1", "Unknown"]);
  assert.deepEqual(named(" - Solace.mid"), ["Solace", "Unknown"]);
});

Deno.test("a folder is the artist, the one above it when it is an album", () => {
  assert.deepEqual(named("Erik Satie/Gymnopédie.mid"), ["Gymnopédie", "Erik Satie"]);
  assert.deepEqual(named("Queen/Jazz/01 - Mustapha.mid"), ["Mustapha", "Queen"]);
  assert.deepEqual(named("Rock/Queen/Jazz/CD 1/1-03 Jealousy.mid"), ["Jealousy", "Queen"]);
});

Deno.test("a folder that says nothing, such as a letter, is no artist", () => {
  assert.deepEqual(named("midi/Q/Mustapha.mid"), ["Mustapha", "Unknown"]);
});

Deno.test("track numbers and versions are no part of a title", () => {
  assert.deepEqual(named("Queen - Jazz - 01 - Mustapha.mid"), ["Mustapha", "Queen"]);
  assert.deepEqual(named("01_Some_Song.mid"), ["Some Song", "Unknown"]);
  assert.deepEqual(named("12. Some Song.2.mid"), ["Some Song", "Unknown"]);
  assert.deepEqual(named("Some Song (3).mid"), ["Some Song", "Unknown"]);
});

Deno.test("numbers that belong to a title or an artist stay", () => {
  assert.deepEqual(named("99 Luftballons.mid"), ["99 Luftballons", "Unknown"]);
  assert.deepEqual(named("Chopin - Nocturne Op.9.mid"), ["Nocturne Op.9", "Chopin"]);
  assert.deepEqual(named("Prince - 1999.mid"), ["1999", "Prince"]);
  assert.deepEqual(named("311 - Amber.mid"), ["Amber", "311"]);
});

Deno.test("a file name that says nothing leaves the word to the text of the file", () => {
  const texts = { ...SILENT, name: "Solace" };
  assert.equal(nameSong("track01.mid", texts).title, "Solace");
  assert.equal(nameSong("12.mid", texts).title, "Solace");
  assert.equal(nameSong(`${HASH}.mid`, texts).title, "Solace");
  assert.equal(nameSong("Bethena.mid", texts).title, "Bethena");
  assert.deepEqual(nameSong("Scott Joplin/7.mid", texts), {
    title: "Solace",
    artist: "Scott Joplin",
  });
});

Deno.test("the text of a file gives a title, and an artist from its copyright", () => {
  assert.deepEqual(told({ name: "Queen - Jealousy" }), ["Jealousy", "Queen"]);
  assert.deepEqual(
    told({
      name: "untitled",
      copyright: "Copyright (c) 1909 by Scott Joplin. All rights reserved",
    }),
    [HASH, "Scott Joplin"],
  );
  assert.deepEqual(told({ texts: ["Sequenced by me", "http://a.example", "Solace"] }), [
    "Solace",
    "Unknown",
  ]);
  assert.deepEqual(told({ texts: ["@KMIDI KARAOKE FILE", "@TSolace", "@TScott Joplin"] }), [
    "Solace",
    "Scott Joplin",
  ]);
});

Deno.test("a file that says nothing anywhere is called as its file is", () => {
  assert.deepEqual(told({ name: "Track 1", copyright: "1999" }), [HASH, "Unknown"]);
  assert.deepEqual(named(".mid"), ["Untitled", "Unknown"]);
});

Deno.test("accents come composed, control characters and doubled blanks go", () => {
  assert.deepEqual(named("Fu\u0308r\u0007  Elise.mid"), ["Für Elise", "Unknown"]);
});

Deno.test("a very long file name is cut to a name that can be asked for", () => {
  const [title, artist] = named(`${"𝄞".repeat(300)}é - ${"é".repeat(300)}.mid`);
  assert.ok(songNameSchema.safeParse(title).success);
  assert.ok(songNameSchema.safeParse(artist).success);
});
