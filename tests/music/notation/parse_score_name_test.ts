import assert from "node:assert/strict";
import { STARTER_CATALOGUE } from "../../../catalogue/starter_songs.ts";
import { parseScore } from "../../../src/music/notation/parse_score.ts";
import { parseScoreName } from "../../../src/music/notation/parse_score_name.ts";

Deno.test("a score's name is the one its whole has", () => {
  for (const text of STARTER_CATALOGUE.scores) {
    const { title, artist } = parseScore(text);
    assert.deepEqual(parseScoreName(text), { title, artist });
  }
});

Deno.test("a score's name is found without looking at its music", () => {
  const text = "title A\nartist B\nsection C\n  melody no music at all";
  assert.deepEqual(parseScoreName(text), { title: "A", artist: "B" });
});

Deno.test("a score without a title or an artist has no name", () => {
  assert.throws(() => parseScoreName("title A"), SyntaxError);
  assert.throws(() => parseScoreName("artist B"), SyntaxError);
  assert.throws(() => parseScoreName("title A\ntitle A\nartist B"), /Line 2: A second "title"/);
});
