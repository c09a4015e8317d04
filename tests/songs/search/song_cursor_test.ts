import assert from "node:assert/strict";
import { parseSongCursor, writeSongCursor } from "../../../src/songs/search/song_cursor.ts";

const PLACE = {
  score: 0.875,
  searchTitle: "fur elise",
  searchArtist: "beethoven",
  songId: "5b0c7a52-3a0e-4f4e-9a0b-1f4f6f1d2a01",
};

Deno.test("a cursor is read as it was written", () => {
  assert.deepEqual(parseSongCursor(writeSongCursor(PLACE)), PLACE);
});

Deno.test("a cursor that nobody gave out is refused", () => {
  const forged = ["", "[]", "{", "null", '[2, "a", "b", "c"]', '[1, "a", "b", "no id"]'];
  for (const cursor of forged) {
    assert.throws(() => parseSongCursor(cursor), { code: "invalid_request" });
  }
});

Deno.test("a cursor with letters that no database can hold is refused", () => {
  const cursor = (searchTitle: string) => writeSongCursor({ ...PLACE, searchTitle });
  assert.throws(() => parseSongCursor(cursor("a\0")), { code: "invalid_request" });
  assert.throws(() => parseSongCursor(cursor("\ud800")), { code: "invalid_request" });
});
