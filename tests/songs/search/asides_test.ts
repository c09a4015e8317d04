import assert from "node:assert/strict";
import { asidesOf, withoutAsides } from "../../../src/songs/search/asides.ts";

Deno.test("brackets and guests are said aside", () => {
  assert.deepEqual([...asidesOf("Hello (Live at Wembley) [2019]")], [
    "live",
    "at",
    "wembley",
    "2019",
  ]);
  assert.deepEqual([...asidesOf("Hello feat. Some Body")], ["feat", "some", "body"]);
  assert.deepEqual([...asidesOf("Hello ft. A (Radio Edit)")], ["ft", "a", "radio", "edit"]);
  assert.deepEqual([...asidesOf("Defeat the Craft")], []);
});

Deno.test("a guest ends where the artist begins", () => {
  assert.equal(withoutAsides("Hello feat. Some Body - Adele"), "hello adele");
  assert.equal(withoutAsides("Hello (feat. Some Body) - Adele"), "hello adele");
});

Deno.test("a text that is said aside as a whole is kept", () => {
  assert.equal(withoutAsides("(Untitled)"), "untitled");
  assert.equal(withoutAsides("[[[["), "[[[[");
});

Deno.test("brackets that never close take no time", () => {
  assert.ok(withoutAsides("(".repeat(200)).length > 0);
  assert.ok(withoutAsides("feat ".repeat(40)).length > 0);
});
