import assert from "node:assert/strict";
import { TextFrameEncoder } from "../../src/listener/text_frame_encoder.ts";

function headerOf(text: string): number[] {
  const frame = new TextFrameEncoder().encode(text);
  const bytes = new TextEncoder().encode(text);
  const header = frame.subarray(0, frame.length - bytes.length);
  assert.deepEqual(new Uint8Array(frame.subarray(header.length)), bytes);
  return [...header];
}

Deno.test("a frame has the shortest header its length allows", () => {
  assert.deepEqual(headerOf(""), [0x81, 0]);
  assert.deepEqual(headerOf("x".repeat(125)), [0x81, 125]);
  assert.deepEqual(headerOf("x".repeat(126)), [0x81, 126, 0, 126]);
  assert.deepEqual(headerOf("x".repeat(65_535)), [0x81, 126, 0xff, 0xff]);
  assert.deepEqual(headerOf("x".repeat(65_536)), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
});

Deno.test("a length counts bytes, not characters", () => {
  assert.deepEqual(headerOf("é".repeat(63)), [0x81, 126, 0, 126]);
});

Deno.test("the same text in succession is encoded once, another one anew", () => {
  const encoder = new TextFrameEncoder();
  const frame = encoder.encode("a text");
  assert.equal(encoder.encode("a text"), frame);
  assert.notEqual(encoder.encode("no text"), frame);
  assert.equal(String(encoder.encode("a text").subarray(2)), "a text");
});
