// WebSocket frames byte by byte, as well or as badly formed as a test wants.

import { Buffer } from "node:buffer";

export const OPCODES = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
} as const;

export type RawFrame = {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly isLast: boolean;
  readonly rsv: number;
  readonly isMasked: boolean;
};

export type FrameOptions = {
  readonly opcode?: number;
  readonly isLast?: boolean;
  readonly isMasked?: boolean;
  readonly rsv?: number;
  /** How many bits tell the length. @default as few as there can be */
  readonly lengthBits?: 7 | 16 | 64;
  /** The length that is told. @default the payload's */
  readonly length?: bigint;
};

const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

export function encodeFrame(data: string | Uint8Array, options: FrameOptions = {}): Buffer {
  const { opcode = OPCODES.text, isLast = true, isMasked = true, rsv = 0 } = options;
  const payload = Buffer.from(data as string);
  const size = encodeLength(options.length ?? BigInt(payload.length), options.lengthBits);
  size[0]! |= isMasked ? 0x80 : 0;
  const first = Buffer.from([(isLast ? 0x80 : 0) | rsv << 4 | opcode]);
  return isMasked
    ? Buffer.concat([first, size, MASK, payload.map((byte, i) => byte ^ MASK[i % 4]!)])
    : Buffer.concat([first, size, payload]);
}

/** The payload of a Close. */
export function closePayload(code: number, reason: string | Uint8Array = ""): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return Buffer.concat([payload, Buffer.from(reason as string)]);
}

function encodeLength(length: bigint, bits = length < 126n ? 7 : length < 65_536n ? 16 : 64) {
  if (bits === 7) return Buffer.from([Number(length)]);
  const bytes = Buffer.alloc(1 + bits / 8, bits === 16 ? 126 : 127);
  if (bits === 16) bytes.writeUInt16BE(Number(length), 1);
  else bytes.writeBigUInt64BE(length, 1);
  return bytes;
}
