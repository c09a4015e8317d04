// Zip archives spelt byte by byte, honest ones and others.

import { crc32, deflateRawSync } from "node:zlib";
import { joinBytes } from "./join_bytes.ts";

export type ZipFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** @default 8, deflated; 0 is stored; with any other the bytes are stored as they are. */
  readonly method?: number;
  /** What the archive says, however large the file is. */
  readonly statedBytes?: number;
  readonly crc?: number;
  /** @default 0; bit 0 is for encrypted. */
  readonly flags?: number;
  /** Of Unix, such as 0o120777 for a link. */
  readonly mode?: number;
  /** Shares the bytes of the file before it, as bombs do. */
  readonly isShared?: boolean;
};

/** An archive of these files. */
export function zipBytes(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  let end = 0;
  for (const file of files) {
    const packed = (file.method ?? 8) === 8 ? deflateRawSync(file.bytes) : file.bytes;
    if (!file.isShared) {
      const local = joinBytes(header(file, packed, 0x04034b50), packed);
      offset = end;
      end += local.length;
      locals.push(local);
    }
    centrals.push(header(file, packed, 0x02014b50, offset));
  }
  const directory = joinBytes(...centrals);
  return joinBytes(...locals, directory, endOf(files.length, directory.length, end));
}

function header(file: ZipFile, packed: Uint8Array, signature: number, offset?: number): Uint8Array {
  const name = new TextEncoder().encode(file.name);
  const isCentral = offset !== undefined;
  const view = new DataView(new ArrayBuffer(isCentral ? 46 : 30));
  const at = isCentral ? 2 : 0;
  view.setUint32(0, signature, true);
  view.setUint16(4, isCentral ? 0x031e : 20, true);
  view.setUint16(4 + at, 20, true);
  view.setUint16(6 + at, 0x800 | (file.flags ?? 0), true);
  view.setUint16(8 + at, file.method ?? 8, true);
  view.setUint32(14 + at, file.crc ?? crc32(file.bytes), true);
  view.setUint32(18 + at, packed.length, true);
  view.setUint32(22 + at, file.statedBytes ?? file.bytes.length, true);
  view.setUint16(26 + at, name.length, true);
  if (isCentral) {
    view.setUint32(38, ((file.mode ?? 0o100644) << 16) >>> 0, true);
    view.setUint32(42, offset, true);
  }
  return joinBytes(new Uint8Array(view.buffer), name);
}

function endOf(count: number, directoryBytes: number, offset: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(22));
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, directoryBytes, true);
  view.setUint32(16, offset, true);
  return new Uint8Array(view.buffer);
}
