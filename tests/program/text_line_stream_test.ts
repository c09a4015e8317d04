import assert from "node:assert/strict";
import { TextLineStream } from "../../src/program/text_line_stream.ts";

function linesOf(...parts: string[]): Promise<string[]> {
  return Array.fromAsync(ReadableStream.from(parts).pipeThrough(new TextLineStream()));
}

Deno.test("lines are put together from their parts", async () => {
  assert.deepEqual(await linesOf("a", "b\nc\n", "\nd"), ["ab", "c", "", "d"]);
  assert.deepEqual(await linesOf("a\n"), ["a"]);
  assert.deepEqual(await linesOf(), []);
});

Deno.test("a line without end is an error once it is over 1 MiB", async () => {
  const mebibyte = "x".repeat(1024 * 1024);
  assert.deepEqual(await linesOf(mebibyte), [mebibyte]);
  await assert.rejects(linesOf(mebibyte, "x", "\n"), RangeError);
});
