// Chapters 5.5.1 and 7 of RFC 6455: how a connection ends.

import { encodeFrame, OPCODES } from "../../support/raw_frame.ts";
import {
  bytes,
  close,
  DROPPED,
  failed,
  first,
  ping,
  type SocketCase,
  STAYS_OPEN,
  text,
} from "./conformance_case.ts";

const CODES: readonly SocketCase[] = [
  { rfc: "7.4.1", code: 1000 },
  { rfc: "7.4.1", code: 1001 },
  { rfc: "7.4.1", code: 1002 },
  { rfc: "7.4.1", code: 1003 },
  { rfc: "7.4.1", code: 1007 },
  { rfc: "7.4.1", code: 1008 },
  { rfc: "7.4.1", code: 1009 },
  { rfc: "7.4.1", code: 1010 },
  { rfc: "7.4.1", code: 1011 },
  { rfc: "7.4.2", code: 3000 },
  { rfc: "7.4.2", code: 3999 },
  { rfc: "7.4.2", code: 4000 },
  { rfc: "7.4.2", code: 4999 },
].map(({ rfc, code }) => ({
  rfc,
  name: `a Close with code ${code} is answered with it`,
  sends: [close(code, "bye")],
  hears: [`close ${code}`],
  ends: "nothing",
}));

const WRONG_CODES: readonly SocketCase[] = [
  { rfc: "7.4.2", code: 0 },
  { rfc: "7.4.2", code: 999 },
  { rfc: "7.4.1", code: 1004 },
  { rfc: "7.4.1", code: 1005 },
  { rfc: "7.4.1", code: 1006 },
  { rfc: "7.4.1", code: 1015 },
  { rfc: "7.4.2", code: 1016 },
  { rfc: "7.4.2", code: 2999 },
  { rfc: "7.4.2", code: 5000 },
  { rfc: "7.4.2", code: 65535 },
].map(({ rfc, code }) => ({
  rfc,
  name: `a Close with code ${code}, which nobody may send, is a protocol error`,
  sends: [close(code, "bye")],
  hears: failed(1002),
  ends: "nothing",
}));

const CLOSING: readonly SocketCase[] = [
  {
    rfc: "5.5.1",
    name: "a Close without a code is answered without one",
    sends: [encodeFrame("", { opcode: OPCODES.close })],
    hears: ["close"],
    ends: "nothing",
  },
  {
    rfc: "5.5.1",
    name: "a Close with half a code is a protocol error",
    sends: [encodeFrame(bytes("03"), { opcode: OPCODES.close })],
    hears: failed(1002),
    denoHears: DROPPED,
    ends: "nothing",
  },
  {
    rfc: "5.5.1",
    name: "a Close with the longest reason there is, 123 bytes, is answered",
    sends: [close(1000, "x".repeat(123))],
    hears: ["close 1000"],
    ends: "nothing",
  },
  {
    rfc: "5.5.1",
    name: "a Close whose reason is no UTF-8 fails the connection",
    sends: [close(1000, bytes("ff fe"))],
    hears: failed(1007),
    denoHears: DROPPED,
    ends: "nothing",
  },
  {
    rfc: "5.5.1",
    name: "nothing that comes after a Close is answered",
    sends: [close(1001), text("late"), ping("late"), text("late", { isMasked: false })],
    hears: ["close 1001"],
  },
  {
    rfc: "5.5.1",
    name: "a second Close is not answered",
    sends: [close(1001), close(4000)],
    hears: ["close 1001"],
  },
  {
    rfc: "7.1.7",
    name: "nothing that comes after a broken rule is answered",
    sends: [text("x", { rsv: 1 }), text("late"), ping("late")],
    hears: failed(1002),
    denoHears: DROPPED,
  },
  {
    rfc: "7.1.1",
    name: "a Close of the server that is answered ends the connection",
    sends: [text("close"), close(4005)],
    hears: ["close 4005"],
    ends: "nothing",
  },
  {
    rfc: "7.1.1",
    name: "a Close of the server that is never answered ends the connection in the end",
    sends: [text("close")],
    hears: ["close 4005"],
    denoHears: ["close 4005", STAYS_OPEN],
    ends: "nothing",
  },
  {
    rfc: "7.1.4",
    name: "a peer that ends its half of the connection without a Close is let go",
    sends: [text("x")],
    hears: ["text x"],
    ends: "fin",
  },
  {
    rfc: "7.1.4",
    name: "a peer that ends its half within a frame is let go",
    sends: [first("x"), text("cut off").subarray(0, 5)],
    hears: failed(1002),
    denoHears: DROPPED,
    ends: "fin",
  },
  {
    rfc: "7.2.2",
    name: "a socket that the application ends at once ends without a Close",
    sends: [text("terminate")],
    hears: [],
    denoHears: ["close 1001", STAYS_OPEN],
    ends: "nothing",
  },
];

export const CLOSE_CASES: readonly SocketCase[] = [...CODES, ...WRONG_CODES, ...CLOSING];
