import assert from "node:assert/strict";
import { countEdits } from "../../../src/songs/search/count_edits.ts";

Deno.test("an added, lost, changed or swapped letter is one edit", () => {
  assert.equal(countEdits("solace", "solace"), 0);
  assert.equal(countEdits("solace", "sollace"), 1);
  assert.equal(countEdits("solace", "slace"), 1);
  assert.equal(countEdits("solace", "solase"), 1);
  assert.equal(countEdits("solace", "soalce"), 1);
});

Deno.test("edits add up and a word without letters costs all of the other", () => {
  assert.equal(countEdits("greensleeves", "gransleves"), 3);
  assert.equal(countEdits("", "rag"), 3);
  assert.equal(countEdits("rag", ""), 3);
});
