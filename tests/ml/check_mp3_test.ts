import assert from "node:assert/strict";
import fc from "fast-check";
import { checkMp3 } from "../../src/ml/check_mp3.ts";
import { MP3_FRAME_BYTES, silentMp3 } from "../support/silent_mp3.ts";

const concat = (...parts: (Uint8Array | number[])[]) =>
  new Uint8Array(parts.flatMap((part) => [...part]));
const ascii = (text: string) => new TextEncoder().encode(text);

Deno.test("every frame of an MP3 is counted", () => {
  const { frames, sampleRate, durationSeconds } = checkMp3(silentMp3(10));
  assert.deepEqual({ frames, sampleRate }, { frames: 10, sampleRate: 44100 });
  assert.ok(Math.abs(durationSeconds - 11_520 / 44_100) < 1e-9);
});

Deno.test("a frame of MPEG-2 is half as long", () => {
  // 96 kbit/s at 22.05 kHz: 576 samples in 313 bytes.
  const frame = concat([0xff, 0xf3, 0xa0, 0x64], new Uint8Array(309));
  const { frames, sampleRate, durationSeconds } = checkMp3(concat(frame, frame));
  assert.deepEqual({ frames, sampleRate }, { frames: 2, sampleRate: 22050 });
  assert.ok(Math.abs(durationSeconds - 1152 / 22_050) < 1e-9);
});

Deno.test("a padded frame is one byte longer", () => {
  const padded = concat([0xff, 0xfb, 0x92, 0x00], new Uint8Array(MP3_FRAME_BYTES - 3));
  assert.equal(checkMp3(concat(padded, silentMp3(1))).frames, 2);
});

Deno.test("tags before and after the frames are passed over", () => {
  const id3 = concat(ascii("ID3"), [4, 0, 0, 0, 0, 1, 2], new Uint8Array(130));
  const footed = concat(ascii("ID3"), [4, 0, 0x10, 0, 0, 0, 5], new Uint8Array(15));
  const tail = concat(ascii("TAG"), new Uint8Array(125));
  assert.equal(checkMp3(concat(id3, silentMp3(2), tail)).frames, 2);
  assert.equal(checkMp3(concat(footed, silentMp3(2), ascii("APETAGEX"))).frames, 2);
});

Deno.test("nothing is no MP3", () => {
  assert.throws(() => checkMp3(new Uint8Array()), SyntaxError);
});

Deno.test("a tag without a frame is no MP3", () => {
  assert.throws(() => checkMp3(concat(ascii("ID3"), [4, 0, 0, 0, 0, 0, 0])), SyntaxError);
});

Deno.test("a tag longer than the file is no MP3", () => {
  assert.throws(
    () => checkMp3(concat(ascii("ID3"), [4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f])),
    SyntaxError,
  );
});

Deno.test("an MP3 that is cut off anywhere is refused", () => {
  const whole = silentMp3(2);
  assert.throws(() => checkMp3(whole.subarray(0, -1)), /cut off/);
  assert.throws(() => checkMp3(whole.subarray(0, MP3_FRAME_BYTES + 3)), /cut off/);
  assert.throws(() => checkMp3(whole.subarray(0, 1)), /cut off/);
});

Deno.test("junk between the frames is refused", () => {
  assert.throws(() => checkMp3(concat(silentMp3(1), ascii("<html>"), silentMp3(1))), /byte 417/);
});

Deno.test("a layer other than III is refused", () => {
  assert.throws(
    () => checkMp3(concat([0xff, 0xfd, 0x90, 0x00], new Uint8Array(1000))),
    SyntaxError,
  );
});

Deno.test("a frame without a bit rate, or with a reserved one, is refused", () => {
  assert.throws(
    () => checkMp3(concat([0xff, 0xfb, 0x00, 0x00], new Uint8Array(1000))),
    SyntaxError,
  );
  assert.throws(
    () => checkMp3(concat([0xff, 0xfb, 0xf0, 0x00], new Uint8Array(1000))),
    SyntaxError,
  );
});

Deno.test("a frame with a reserved sample rate is refused", () => {
  assert.throws(
    () => checkMp3(concat([0xff, 0xfb, 0x9c, 0x00], new Uint8Array(1000))),
    SyntaxError,
  );
});

Deno.test("a sample rate that changes on the way is refused", () => {
  const other = concat([0xff, 0xfb, 0x94, 0x00], new Uint8Array(380));
  assert.throws(() => checkMp3(concat(silentMp3(1), other)), /sample rate/);
});

Deno.test("any bytes end in an answer or a SyntaxError", () => {
  const anyBytes = fc.uint8Array({ maxLength: 2000 });
  fc.assert(fc.property(anyBytes, fc.boolean(), (bytes, isFramed) => {
    try {
      checkMp3(isFramed ? concat(silentMp3(1), [0xff, 0xfb], bytes) : bytes);
    } catch (error) {
      assert.ok(error instanceof SyntaxError);
    }
  }));
});
