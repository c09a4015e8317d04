import assert from "node:assert/strict";
import fc from "fast-check";
import { checkWav } from "../../src/ml/check_wav.ts";
import { silentWav, WAV_HEADER_BYTES } from "../support/silent_wav.ts";

/** The WAV with a number written at an offset, in so many bytes. */
function changed(offset: number, value: number, sizeBytes: 2 | 4 = 2): Uint8Array {
  const bytes = silentWav(10);
  const view = new DataView(bytes.buffer);
  if (sizeBytes === 2) view.setUint16(offset, value, true);
  else view.setUint32(offset, value, true);
  return bytes;
}

/** The WAV with a chunk before its data, its length set right. */
function withChunk(name: string, content: Uint8Array): Uint8Array {
  const wav = silentWav(10);
  const chunk = new Uint8Array(8 + content.length + content.length % 2);
  chunk.set(new TextEncoder().encode(name));
  new DataView(chunk.buffer).setUint32(4, content.length, true);
  chunk.set(content, 8);
  const bytes = new Uint8Array([...wav.subarray(0, 36), ...chunk, ...wav.subarray(36)]);
  new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
  return bytes;
}

const refused = (bytes: Uint8Array, why: RegExp) =>
  assert.throws(() => checkWav(bytes), { name: "SyntaxError", message: why });

Deno.test("a WAV tells its format and how long it is", () => {
  assert.deepEqual(checkWav(silentWav(44_100)), {
    sampleRate: 44_100,
    channels: 2,
    bitsPerSample: 16,
    durationSeconds: 1,
  });
});

Deno.test("chunks beside format and sound are passed over, padded to even lengths", () => {
  const wav = withChunk("LIST", new Uint8Array([1, 2, 3]));
  assert.equal(checkWav(wav).durationSeconds, 10 / 44_100);
});

Deno.test("a WAV that is not as long as it says is refused", () => {
  refused(silentWav(10).subarray(0, -1), /its length is not/);
  refused(new Uint8Array([...silentWav(10), 0]), /its length is not/);
  refused(changed(40, 41, 4), /cut off/);
  refused(changed(40, 39, 4), /cut off/);
  refused(changed(40, 0xffff_ffff, 4), /cut off/);
});

Deno.test("a WAV without sound is refused", () => {
  refused(silentWav(0), /no sound/);
  refused(new Uint8Array(), /does not begin/);
  refused(silentWav(10).subarray(0, 11), /does not begin/);
});

Deno.test("a WAV of anything but plain PCM is refused", () => {
  refused(changed(20, 3), /no PCM/);
  refused(changed(22, 6), /no PCM/);
  refused(changed(34, 8), /no PCM/);
  refused(changed(24, 0, 4), /no PCM/);
});

Deno.test("a WAV whose format contradicts itself is refused", () => {
  refused(changed(32, 8), /contradicts/);
  refused(changed(28, 44_100, 4), /contradicts/);
});

Deno.test("a WAV of nothing but chunks is refused before the last of them", () => {
  const bytes = new Uint8Array(12 + 70 * 8);
  bytes.set(new TextEncoder().encode("RIFF____WAVE"));
  new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
  refused(bytes, /too many chunks/);
});

Deno.test("whatever bytes are changed, a WAV is read or refused with a reason", () => {
  const change = fc.tuple(fc.nat(WAV_HEADER_BYTES - 1), fc.nat(255));
  fc.assert(fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
    const bytes = silentWav(10);
    for (const [offset, value] of changes) bytes[offset] = value;
    try {
      assert.ok(checkWav(bytes).durationSeconds > 0);
    } catch (error) {
      assert.ok(error instanceof SyntaxError, String(error));
    }
  }));
});
