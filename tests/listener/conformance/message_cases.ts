// Chapters 5.4, 5.6 and 8.1 of RFC 6455: fragments and UTF-8.

import { encodeFrame, OPCODES } from "../../support/raw_frame.ts";
import {
  bytes,
  CLOSED,
  DROPPED,
  failed,
  first,
  last,
  middle,
  ping,
  pong,
  type SocketCase,
  text,
} from "./conformance_case.ts";

const FRAGMENTS: readonly SocketCase[] = [
  {
    rfc: "5.4",
    name: "a message in two fragments is one message",
    sends: [first("hel"), last("lo")],
    hears: ["text hello", CLOSED],
  },
  {
    rfc: "5.4",
    name: "a message in fragments that come byte by byte is one message",
    sends: [first("hel"), middle("lo, "), last("you")],
    hears: ["text hello, you", CLOSED],
    pieceBytes: 1,
  },
  {
    rfc: "5.4",
    name: "empty fragments before, between and after take nothing from a message",
    sends: [first(""), middle("hel"), middle(""), middle("lo"), last("")],
    hears: ["text hello", CLOSED],
  },
  {
    rfc: "5.4",
    name: "a message of nothing but empty fragments is an empty message",
    sends: [first(""), middle(""), last("")],
    hears: ["text ", CLOSED],
  },
  {
    rfc: "5.4",
    name: "a ping between fragments is answered before the message",
    sends: [first("hel"), ping("now"), last("lo")],
    hears: ["pong now", "text hello", CLOSED],
  },
  {
    rfc: "5.4",
    name: "a pong between fragments takes nothing from a message",
    sends: [first("hel"), pong("unasked"), last("lo")],
    hears: ["text hello", CLOSED],
  },
  {
    rfc: "5.4",
    name: "a Close between fragments ends the connection without the message",
    sends: [first("hel")],
    hears: [CLOSED],
  },
  {
    rfc: "5.4",
    name: "a binary message in fragments is one message",
    sends: [encodeFrame("x", { opcode: OPCODES.binary, isLast: false }), last(bytes("ff"))],
    hears: ["text binary", CLOSED],
  },
  {
    rfc: "5.4",
    name: "a continuation of nothing fails the connection",
    sends: [last("lo")],
    hears: failed(1002),
    denoHears: DROPPED,
  },
  {
    rfc: "5.4",
    name: "a continuation of nothing with more to come fails the connection",
    sends: [middle("lo")],
    hears: failed(1002),
    denoHears: DROPPED,
  },
  {
    rfc: "5.4",
    name: "a continuation of a message that is over fails the connection",
    sends: [first("hel"), last("lo"), last("!")],
    hears: ["text hello", ...failed(1002)],
    denoHears: ["text hello"],
  },
  {
    rfc: "5.4",
    name: "a new text within a message fails the connection",
    sends: [first("hel"), text("lo")],
    hears: failed(1002),
    denoHears: DROPPED,
  },
  {
    rfc: "5.4",
    name: "a new text in fragments within a message fails the connection",
    sends: [first("hel"), first("lo")],
    hears: failed(1002),
    denoHears: [CLOSED],
  },
];

const UTF_8: readonly SocketCase[] = [
  {
    rfc: "5.6",
    name: "characters of one to four bytes come back as they are",
    sends: [text("a é € 𝄞")],
    hears: ["text a é € 𝄞", CLOSED],
  },
  {
    rfc: "5.6",
    name: "a character may be split between fragments",
    sends: [first(bytes("f0 9d")), last(bytes("84 9e"))],
    hears: ["text 𝄞", CLOSED],
  },
  {
    rfc: "5.6",
    name: "U+0000 and the last character there is are text",
    sends: [text("\u0000\u{10ffff}")],
    hears: ["text \u0000\u{10ffff}", CLOSED],
  },
];

const NO_UTF_8: readonly SocketCase[] = [
  { rfc: "8.1", name: "a byte that is never part of UTF-8", sends: [text(bytes("61 ff 62"))] },
  { rfc: "8.1", name: "a continuation byte alone", sends: [text(bytes("80"))] },
  { rfc: "8.1", name: "a first byte without its second", sends: [text(bytes("c3 28"))] },
  { rfc: "8.1", name: "a character cut off at the end", sends: [text(bytes("61 e2 82"))] },
  { rfc: "8.1", name: "an overlong slash", sends: [text(bytes("c0 af"))] },
  { rfc: "8.1", name: "an overlong zero of three bytes", sends: [text(bytes("e0 80 80"))] },
  { rfc: "8.1", name: "half a surrogate pair", sends: [text(bytes("ed a0 80"))] },
  { rfc: "8.1", name: "a surrogate pair", sends: [text(bytes("ed a0 b4 ed b4 9e"))] },
  { rfc: "8.1", name: "a character beyond U+10FFFF", sends: [text(bytes("f4 90 80 80"))] },
  {
    rfc: "8.1",
    name: "a bad byte in the second fragment",
    sends: [first("good"), last(bytes("ff"))],
  },
  {
    rfc: "8.1",
    name: "a character that its second fragment does not finish",
    sends: [first(bytes("e2 82")), last("a")],
  },
].map((item) => ({
  ...item,
  name: `${item.name} is no text and fails the connection`,
  hears: failed(1007),
  denoHears: DROPPED,
}));

export const MESSAGE_CASES: readonly SocketCase[] = [...FRAGMENTS, ...UTF_8, ...NO_UTF_8];
