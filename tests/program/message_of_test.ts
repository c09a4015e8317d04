import assert from "node:assert/strict";
import { messageOf } from "../../src/program/message_of.ts";

Deno.test("a message tells what failed, and for what cause", () => {
  const error = new Error("Cannot open", { cause: new Error("Cannot read", { cause: "disk" }) });
  assert.equal(messageOf(error), "Cannot open: Cannot read: disk");
  assert.equal(messageOf(new Error("Alone")), "Alone");
  assert.equal(messageOf(undefined), "undefined");
});

Deno.test("what a cause says is not said twice", () => {
  const cause = new Error("quote not closed at line 3");
  const error = new Error(`Cannot read the manifest: ${cause.message}`, { cause });
  assert.equal(messageOf(error), "Cannot read the manifest: quote not closed at line 3");
});
