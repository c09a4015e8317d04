// The smallest PNG writer: true colour, one filter, zlib by the platform.

import { crc32, deflateSync } from "node:zlib";

export type Picture = {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue for each pixel, row by row. */
  readonly pixels: Uint8Array;
};

/** Encodes a picture as a PNG. */
export function encodePng({ width, height, pixels }: Picture): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8); // Bits per channel.
  header.setUint8(9, 2); // Red, green, blue.
  const chunks = [
    SIGNATURE,
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", deflateSync(withFilters(pixels, width * 3, height))),
    chunk("IEND", new Uint8Array()),
  ];
  return new Uint8Array(chunks.flatMap((bytes) => [...bytes]));
}

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Every row says how it is filtered: not at all. */
function withFilters(pixels: Uint8Array, rowBytes: number, rows: number): Uint8Array {
  const filtered = new Uint8Array((rowBytes + 1) * rows);
  for (let row = 0; row < rows; row++) {
    filtered.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  }
  return filtered;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
