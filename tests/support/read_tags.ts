import assert from "node:assert/strict";

/** The ID3v2.3 text frames of an MP3, by their ids; those of `TXXX` by the names they bear. */
export function readTags(mp3: Uint8Array): Map<string, string> {
  const view = new DataView(mp3.buffer, mp3.byteOffset);
  assert.equal(latin(mp3.subarray(0, 3)), "ID3");
  assert.deepEqual([...mp3.subarray(3, 6)], [3, 0, 0]);
  const tags = new Map<string, string>();
  const end = tagBytes(mp3);
  for (let offset = 10; offset < end;) {
    const id = latin(mp3.subarray(offset, offset + 4));
    const size = view.getUint32(offset + 4);
    offset += 10 + size;
    const [name, text] = readText(id, mp3.subarray(offset - size, offset));
    tags.set(name, text);
  }
  return tags;
}

/** How much of the MP3 its tags are. */
export function tagBytes(mp3: Uint8Array): number {
  return 10 + mp3.subarray(6, 10).reduce((sum, byte) => sum << 7 | byte, 0);
}

function readText(id: string, content: Uint8Array): [name: string, text: string] {
  assert.equal(content[0], 1, "UTF-16");
  const texts = content.subarray(id === "COMM" ? 4 : 1);
  const [first = "", second = ""] = new TextDecoder("utf-16le").decode(texts).split("\0")
    .map((text) => text.replace(/^\ufeff/, ""));
  if (id === "TXXX") return [first, second];
  return [id, id === "COMM" ? second : first];
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
