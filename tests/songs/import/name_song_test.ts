import assert from "node:assert/strict";
import { nameSong } from "../../../src/songs/import/name_song.ts";
import { songNameSchema } from "../../../src/songs/song_request.ts";

Deno.test("a file name gives artist and title", () => {
  assert.deepEqual(nameSong("music/Scott Joplin - Solace.mid"), {
    title: "Solace",
    artist: "Scott Joplin",
  });
});

Deno.test("a title may have dashes of its own", () => {
  assert.deepEqual(nameSong("A-ha - Suite - Part 2.midi"), {
    title: "Suite - Part 2",
    artist: "A-ha",
  });
});

Deno.test("a file name without a dash is a title by nobody known", () => {
  assert.deepEqual(nameSong("maple_leaf_rag.mid"), { title: "maple leaf rag", artist: "Unknown" });
  assert.deepEqual(nameSong("C:\\music\\No. 1.mid"), { title: "No. 1", artist: "Unknown" });
  assert.equal(nameSong(" - Solace.mid").artist, "Unknown");
});

Deno.test("accents come composed, control characters and doubled blanks go", () => {
  assert.deepEqual(nameSong("Fu\u0308r\u0007  Elise.mid"), {
    title: "Für Elise",
    artist: "Unknown",
  });
});

Deno.test("a very long file name is cut to a name that can be asked for", () => {
  const { title, artist } = nameSong(`${"𝄞".repeat(300)} - ${"é".repeat(300)}.mid`);
  assert.ok(songNameSchema.safeParse(title).success);
  assert.ok(songNameSchema.safeParse(artist).success);
});
