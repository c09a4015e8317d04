// Chapter 5.2 to 5.5 of RFC 6455: masks, reserved bits and opcodes, lengths, control frames.

import { encodeFrame, OPCODES } from "../../support/raw_frame.ts";
import {
  bytes,
  CLOSED,
  DROPPED,
  failed,
  first,
  last,
  ping,
  pong,
  type SocketCase,
  STAYS_OPEN,
  text,
} from "./conformance_case.ts";

const MASKING: readonly SocketCase[] = [
  {
    rfc: "5.1",
    name: "a text that is masked comes back unmasked and whole",
    sends: [text("hello, thé")],
    hears: ["text hello, thé", CLOSED],
  },
  {
    rfc: "5.1",
    name: "a text that is not masked fails the connection",
    sends: [text("hello", { isMasked: false })],
    hears: failed(1002),
    denoHears: ["text hello", CLOSED],
  },
  {
    rfc: "5.1",
    name: "a ping that is not masked fails the connection",
    sends: [ping("hello", { isMasked: false })],
    hears: failed(1002),
    denoHears: ["pong hello", CLOSED],
  },
  {
    rfc: "5.1",
    name: "a Close that is not masked fails the connection",
    sends: [encodeFrame(bytes("03e8"), { opcode: OPCODES.close, isMasked: false })],
    hears: failed(1002),
    denoHears: [CLOSED],
  },
  {
    rfc: "5.3",
    name: "a mask of nothing but zeros is a mask",
    sends: [bytes("81 82 00 00 00 00 68 69")],
    hears: ["text hi", CLOSED],
  },
];

const RESERVED: readonly SocketCase[] = [
  { rfc: "5.2", name: "the first reserved bit", sends: [text("x", { rsv: 4 })] },
  { rfc: "5.2", name: "the second reserved bit", sends: [text("x", { rsv: 2 })] },
  { rfc: "5.2", name: "the third reserved bit", sends: [text("x", { rsv: 1 })] },
  { rfc: "5.2", name: "a reserved bit of a ping", sends: [ping("x", { rsv: 4 })] },
  { rfc: "5.2", name: "opcode 3", sends: [encodeFrame("x", { opcode: 3 })] },
  { rfc: "5.2", name: "opcode 4", sends: [encodeFrame("", { opcode: 4 })] },
  { rfc: "5.2", name: "opcode 5", sends: [encodeFrame("x", { opcode: 5 })] },
  { rfc: "5.2", name: "opcode 6", sends: [encodeFrame("x", { opcode: 6 })] },
  { rfc: "5.2", name: "opcode 7", sends: [encodeFrame("x", { opcode: 7 })] },
  { rfc: "5.2", name: "opcode 11", sends: [encodeFrame("x", { opcode: 11 })] },
  { rfc: "5.2", name: "opcode 12", sends: [encodeFrame("", { opcode: 12 })] },
  { rfc: "5.2", name: "opcode 13", sends: [encodeFrame("x", { opcode: 13 })] },
  { rfc: "5.2", name: "opcode 14", sends: [encodeFrame("x", { opcode: 14 })] },
  { rfc: "5.2", name: "opcode 15", sends: [encodeFrame("x", { opcode: 15 })] },
].map((taboo) => ({
  ...taboo,
  name: `${taboo.name}, which is reserved, fails the connection`,
  hears: failed(1002),
  denoHears: DROPPED,
}));

const LENGTHS: readonly SocketCase[] = [
  { rfc: "5.2", name: "an empty text is a message", sends: [text("")], hears: ["text ", CLOSED] },
  {
    rfc: "5.2",
    name: "a length of 125, the longest in 7 bits, is understood and told",
    sends: [text("x".repeat(125))],
    hears: ["text x × 125", CLOSED],
  },
  {
    rfc: "5.2",
    name: "a length of 126, the shortest in 16 bits, is understood and told",
    sends: [text("x".repeat(126))],
    hears: ["text x × 126", CLOSED],
  },
  {
    rfc: "5.2",
    name: "a length of 127 in 16 bits is understood and told",
    sends: [text("x".repeat(127))],
    hears: ["text x × 127", CLOSED],
  },
  {
    rfc: "5.2",
    name: "a length of 65535, the longest in 16 bits, is understood and told",
    sends: [text("x".repeat(65_535))],
    hears: ["text x × 65535", CLOSED],
  },
  {
    rfc: "5.2",
    name: "a length of 65536, the shortest in 64 bits, is understood and told",
    sends: [text("x".repeat(65_536))],
    hears: ["text x × 65536", CLOSED],
  },
  {
    rfc: "5.2",
    name: "a length in 16 bits where 7 would do is understood all the same",
    sends: [text("short", { lengthBits: 16 })],
    hears: ["text short", CLOSED],
  },
  {
    rfc: "5.2",
    name: "a length in 64 bits where 7 would do is understood all the same",
    sends: [text("short", { lengthBits: 64 })],
    hears: ["text short", CLOSED],
  },
  {
    rfc: "5.2",
    name: "a length with the highest of 64 bits set is refused by its head alone",
    sends: [text("", { lengthBits: 64, length: 1n << 63n })],
    hears: failed(1009),
    denoHears: DROPPED,
    ends: "nothing",
  },
  {
    rfc: "5.2",
    name: "a frame that comes byte by byte is understood",
    sends: [text("x".repeat(130)), ping("now")],
    hears: ["text x × 130", "pong now", CLOSED],
    pieceBytes: 1,
  },
  {
    rfc: "7.4.1",
    name: "a frame over the limit is refused by its head alone",
    sends: [text("", { length: 128n * 1024n + 1n })],
    hears: failed(1009),
    denoHears: [STAYS_OPEN],
    ends: "nothing",
  },
  {
    rfc: "7.4.1",
    name: "fragments over the limit together are refused before the last",
    sends: [first("x".repeat(65_536)), last("x".repeat(65_537))],
    hears: failed(1009),
    denoHears: [...failed(1009), STAYS_OPEN],
    ends: "nothing",
  },
];

const CONTROL: readonly SocketCase[] = [
  {
    rfc: "5.5.2",
    name: "a ping is answered with its payload",
    sends: [ping("are you there?")],
    hears: ["pong are you there?", CLOSED],
  },
  {
    rfc: "5.5.2",
    name: "a ping of bytes that are no text is answered with them",
    sends: [ping(bytes("00 ff 80"))],
    hears: ["pong hex 00ff80", CLOSED],
  },
  { rfc: "5.5.2", name: "an empty ping is answered", sends: [ping("")], hears: ["pong ", CLOSED] },
  {
    rfc: "5.5",
    name: "a ping of 125 bytes, the longest there is, is answered",
    sends: [ping("x".repeat(125))],
    hears: ["pong x × 125", CLOSED],
  },
  {
    rfc: "5.5",
    name: "a ping of 126 bytes fails the connection",
    sends: [ping("x".repeat(126))],
    hears: failed(1002),
    denoHears: DROPPED,
  },
  {
    rfc: "5.5",
    name: "a Close of 126 bytes fails the connection",
    sends: [encodeFrame("x".repeat(126), { opcode: OPCODES.close })],
    hears: failed(1002),
  },
  {
    rfc: "5.5",
    name: "a ping in fragments fails the connection",
    sends: [ping("x", { isLast: false })],
    hears: failed(1002),
    denoHears: DROPPED,
  },
  {
    rfc: "5.5",
    name: "a Close in fragments fails the connection",
    sends: [encodeFrame(bytes("03e8"), { opcode: OPCODES.close, isLast: false })],
    hears: failed(1002),
    denoHears: DROPPED,
  },
  {
    rfc: "5.5.2",
    name: "several pings at once are answered in their order",
    sends: [ping("1"), ping("2"), ping("3")],
    hears: ["pong 1", "pong 2", "pong 3", CLOSED],
  },
  {
    rfc: "5.5.3",
    name: "a pong nobody asked for is not answered",
    sends: [pong("unasked"), text("x")],
    hears: ["text x", CLOSED],
  },
  {
    rfc: "5.6",
    name: "a binary message is told apart from a text",
    sends: [encodeFrame(bytes("00 ff"), { opcode: OPCODES.binary })],
    hears: ["text binary", CLOSED],
  },
];

export const FRAME_CASES: readonly SocketCase[] = [
  ...MASKING,
  ...RESERVED,
  ...LENGTHS,
  ...CONTROL,
];
