// What a case of the conformance suite is made of: bytes to send, and what must be heard of them.

import { Buffer } from "node:buffer";
import { closePayload, encodeFrame, type FrameOptions, OPCODES } from "../../support/raw_frame.ts";

/** The end of a transcript when the peer leaves the connection open. */
export const STAYS_OPEN = "the connection stays open";

export type SocketCase = {
  /** The chapter of RFC 6455. */
  readonly rfc: string;
  readonly name: string;
  readonly sends: readonly Uint8Array[];
  /** All that comes until the connection ends, as `describeFrame` says it. */
  readonly hears: readonly string[];
  /** How the native listener deviates. */
  readonly denoHears?: readonly string[];
  /** Goes out in pieces of so many bytes. @default in one */
  readonly pieceBytes?: number;
  /** What follows what is sent. @default "close", with code 1000 */
  readonly ends?: "close" | "fin" | "nothing";
};

export type HandshakeCase = {
  readonly rfc: string;
  readonly name: string;
  readonly request: string;
  /** The head of the answer. */
  readonly hears: readonly RegExp[];
  readonly hearsNot?: RegExp;
  readonly denoHears?: readonly RegExp[];
  readonly pieceBytes?: number;
};

/** What follows the Close that ends a case. */
export const CLOSED = "close 1000";
/** The native listener fails a connection without a Close: its peer sees code 1006. */
export const DROPPED: readonly string[] = [];

export function failed(code: number): readonly string[] {
  return [`close ${code}`];
}

export function text(data: string | Uint8Array, options: FrameOptions = {}): Buffer {
  return encodeFrame(data, { opcode: OPCODES.text, ...options });
}

/** The first frame of a message in fragments. */
export function first(data: string | Uint8Array): Buffer {
  return text(data, { isLast: false });
}

export function middle(data: string | Uint8Array): Buffer {
  return encodeFrame(data, { opcode: OPCODES.continuation, isLast: false });
}

export function last(data: string | Uint8Array): Buffer {
  return encodeFrame(data, { opcode: OPCODES.continuation });
}

export function ping(data: string | Uint8Array, options: FrameOptions = {}): Buffer {
  return encodeFrame(data, { opcode: OPCODES.ping, ...options });
}

export function pong(data: string | Uint8Array, options: FrameOptions = {}): Buffer {
  return encodeFrame(data, { opcode: OPCODES.pong, ...options });
}

export function close(code: number, reason?: string | Uint8Array): Buffer {
  return encodeFrame(closePayload(code, reason), { opcode: OPCODES.close });
}

export function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(" ", ""), "hex");
}
