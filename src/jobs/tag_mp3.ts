// ID3v2.3 tags (id3.org/id3v2.3.0): what a player shows of an MP3, and what it was made of.

export type Mp3Tags = {
  readonly title: string;
  readonly artist: string;
  readonly comment: string;
  /** Texts under names of our own. */
  readonly own: Readonly<Record<string, string>>;
};

/** The MP3 with the tags before it; one that has tags already stays as it is. */
export function tagMp3(mp3: Uint8Array, { title, artist, comment, own }: Mp3Tags): Uint8Array {
  if (hasTags(mp3)) return mp3;
  const frames = concat([
    frame("TIT2", [UTF_16, ...utf16(title)]),
    frame("TPE1", [UTF_16, ...utf16(artist)]),
    frame("COMM", [UTF_16, ...ascii("eng"), ...utf16(""), ...END, ...utf16(comment)]),
    ...Object.entries(own).map(([name, text]) =>
      frame("TXXX", [UTF_16, ...utf16(name), ...END, ...utf16(text)])
    ),
  ]);
  const header = [...ascii("ID3"), VERSION_3, 0, NO_FLAGS, ...sevenBitBytes(frames.length)];
  return concat([header, frames, mp3]);
}

function hasTags(mp3: Uint8Array): boolean {
  return ascii("ID3").every((byte, index) => mp3[index] === byte);
}

const VERSION_3 = 3;
const NO_FLAGS = 0;
const UTF_16 = 1;
const BYTE_ORDER_MARK = [0xff, 0xfe];
const END = [0, 0];

function frame(id: string, content: readonly number[]): Uint8Array {
  const size = new DataView(new ArrayBuffer(4));
  size.setUint32(0, content.length);
  return concat([ascii(id), new Uint8Array(size.buffer), [NO_FLAGS, NO_FLAGS], content]);
}

/** Only the header's length is written so that no byte of it looks like sound. */
function sevenBitBytes(length: number): number[] {
  return [21, 14, 7, 0].map((shift) => length >> shift & 0x7f);
}

/** Nothing in a text may end it early. */
function utf16(text: string): number[] {
  const plain = text.toWellFormed().replaceAll("\0", " ");
  const units = Array.from({ length: plain.length }, (_, index) => plain.charCodeAt(index));
  return [...BYTE_ORDER_MARK, ...units.flatMap((unit) => [unit & 0xff, unit >> 8])];
}

function ascii(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

function concat(parts: readonly ArrayLike<number>[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
